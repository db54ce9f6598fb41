"""What is put right: defects of form, corrections of the person, each a version seen with its case."""

import django.db.models.deletion
from django.db import migrations, models

import parvis.common.ids
from parvis.common.row_security import PROVED, SYSTEM, enable, policy

WITH_ITS_CASE = f"{SYSTEM} OR case_id = {PROVED} OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"


def reference(to: str, name: str, **options: object) -> models.ForeignKey:
    """Return a reference without an index of its own."""
    given = {"db_index": False, "on_delete": django.db.models.deletion.PROTECT, "related_name": "+"}
    return models.ForeignKey(to=to, verbose_name=name, **(given | options))


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_implied_decisions")]
    operations = [
        migrations.AddField(
            "draft",
            "corrects",
            models.UUIDField(blank=True, null=True, verbose_name="demande corrigée"),
        ),
        migrations.AddField(
            "piecerequest",
            "kind",
            models.CharField(
                choices=[("pieces", "pièces manquantes"), ("mend", "correction de forme")],
                db_default="pieces",
                default="pieces",
                max_length=10,
                verbose_name="nature",
            ),
        ),
        migrations.AddField(
            "piecerequest",
            "provisions",
            models.TextField(blank=True, db_default="", default="", verbose_name="textes applicables"),
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=parvis.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField(default=0, verbose_name="version")),
                (
                    "state",
                    models.CharField(
                        choices=[("applied", "appliquée"), ("proposed", "proposée"), ("refused", "refusée")],
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("answers", models.JSONField(verbose_name="réponses")),
                ("why", models.TextField(blank=True, verbose_name="ce qui est corrigé")),
                ("draft_id", models.UUIDField(unique=True, verbose_name="brouillon")),
                ("made_at", models.DateTimeField(verbose_name="faite le")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="réglée le")),
                ("refusal", models.TextField(blank=True, verbose_name="pourquoi elle est refusée")),
                ("agent", reference("organisations.agent", "agent", blank=True, null=True)),
                (
                    "case",
                    reference(
                        "cases.case",
                        "demande",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                    ),
                ),
                ("organisation", reference("organisations.organisation", "organisme")),
            ],
            options={"verbose_name": "correction", "ordering": ["made_at"]},
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(fields=["case", "made_at"], name="correction_of_case"),
        ),
        enable("cases_correction"),
        policy("cases_correction", "with_its_case", using=WITH_ITS_CASE),
    ]

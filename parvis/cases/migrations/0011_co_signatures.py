"""Signatures asked of other people, seen with their case, or by who holds their link."""

import django.db.models.deletion
from django.db import migrations, models

import parvis.common.ids
from parvis.common.row_security import PROVED, SYSTEM, enable, policy

OWN = (
    f"{SYSTEM} OR id = {PROVED} OR case_id = {PROVED} "
    "OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_mending")]
    operations = [
        migrations.CreateModel(
            name="CoSignature",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=parvis.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("question", models.CharField(max_length=200, verbose_name="question")),
                ("name", models.CharField(max_length=150, verbose_name="nom")),
                ("email", models.EmailField(max_length=254, verbose_name="adresse e-mail")),
                ("statement", models.TextField(blank=True, verbose_name="ce qui est signé")),
                ("share_answers", models.BooleanField(default=False, verbose_name="réponses montrées")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "attendue"), ("signed", "donnée"), ("refused", "refusée")],
                        default="waiting",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="demandée le")),
                ("remind_at", models.DateTimeField(blank=True, null=True, verbose_name="rappel le")),
                ("expires_at", models.DateTimeField(verbose_name="jusqu’au")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="répondu le")),
                ("signature", models.JSONField(default=dict, verbose_name="signature")),
                ("unreachable", models.BooleanField(default=False, verbose_name="adresse sans réponse")),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="co_signatures",
                        to="cases.case",
                        verbose_name="demande",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="organisme",
                    ),
                ),
            ],
            options={
                "verbose_name": "signature d’une autre personne",
                "ordering": ["asked_at", "question"],
                "indexes": [
                    models.Index(fields=["case", "asked_at"], name="co_signature_of_case"),
                    models.Index(
                        fields=["remind_at"],
                        condition=models.Q(remind_at__isnull=False),
                        name="co_signature_reminders",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=["case", "question"], name="co_signature_once")
                ],
            },
        ),
        enable("cases_cosignature"),
        policy("cases_cosignature", "co_signature_own", using=OWN),
    ]

"""Transitions asked of several cases at once."""

import django.db.models.deletion
from django.db import migrations, models

import parvis.common.ids
from parvis.common.row_security import PROVED, SYSTEM, enable, policy

WITH_ITS_CASE = f"{SYSTEM} OR case_id = {PROVED} OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"


def _to(model: str, verbose_name: str) -> models.ForeignKey:
    return models.ForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=model,
        verbose_name=verbose_name,
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_commitments_kept"), ("organisations", "0004_absences")]

    operations = [
        migrations.CreateModel(
            name="GroupedMove",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=parvis.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("batch", models.UUIDField(verbose_name="geste")),
                ("transition", models.CharField(max_length=50, verbose_name="transition")),
                ("label", models.CharField(max_length=200, verbose_name="libellé")),
                ("given", models.JSONField(default=dict, verbose_name="réponses")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "en cours"), ("done", "faite"), ("refused", "refusée")],
                        default="waiting",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="motif")),
                ("asked_at", models.DateTimeField(verbose_name="demandée le")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="finie le")),
                ("agent", _to("organisations.agent", "agent")),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grouped_moves",
                        to="cases.case",
                        verbose_name="demande",
                    ),
                ),
                ("organisation", _to("organisations.organisation", "organisme")),
            ],
            options={
                "verbose_name": "suite groupée",
                "ordering": ["asked_at", "pk"],
                "indexes": [models.Index(fields=["case"], name="grouped_move_of_case")],
                "constraints": [models.UniqueConstraint(fields=("batch", "case"), name="grouped_move_once")],
            },
        ),
        policy("cases_groupedmove", "with_its_case", using=WITH_ITS_CASE),
        enable("cases_groupedmove"),
    ]

"""The clocks of a case as rows, seen with their case; ``recompute-clocks`` derives those of cases born before."""

import django.db.models.deletion
from django.db import migrations, models

from parvis.common.row_security import PROVED, SYSTEM, enable, policy

WITH_ITS_CASE = f"{SYSTEM} OR case_id = {PROVED} OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_what_drafts_know"),
        ("organisations", "0002_outlines_and_place_search"),
    ]
    operations = [
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20, verbose_name="nature")),
                ("about", models.CharField(blank=True, max_length=40, verbose_name="objet")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "en cours"),
                            ("kept", "tenu"),
                            ("late", "fini en retard"),
                            ("elapsed", "arrivé à son terme"),
                            ("cancelled", "sans objet"),
                        ],
                        default="running",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="parti le")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="dernier jour")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="en retard à partir de")),
                ("paused_since", models.DateTimeField(blank=True, null=True, verbose_name="arrêté depuis")),
                ("paused_until", models.DateTimeField(blank=True, null=True, verbose_name="arrêté jusqu’à")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="fini le")),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clocks",
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
            options={"verbose_name": "délai", "ordering": ["due_at", "pk"]},
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.UniqueConstraint(fields=("case", "kind", "about"), name="clock_once"),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("state", "running")),
                fields=["kind", "due_at"],
                name="clock_running_by_due",
            ),
        ),
        enable("cases_clock"),
        policy("cases_clock", "with_its_case", using=WITH_ITS_CASE),
    ]

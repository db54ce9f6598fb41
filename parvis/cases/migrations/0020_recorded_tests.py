"""Tests of workflows, kept with their procedure. They hold nothing of anyone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0019_grouped_moves"),
        ("catalogue", "0030_media_files"),
        ("organisations", "0004_absences"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecordedTest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("script", models.JSONField(verbose_name="déroulé")),
                ("expected", models.JSONField(verbose_name="résultat attendu")),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("made_at", models.DateTimeField(verbose_name="fait le")),
                ("differences", models.JSONField(blank=True, null=True, verbose_name="différences")),
                ("played_at", models.DateTimeField(blank=True, null=True, verbose_name="joué le")),
                (
                    "played_on",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="joué sur la version"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agent",
                        verbose_name="fait par",
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recorded_tests",
                        to="catalogue.procedure",
                        verbose_name="démarche",
                    ),
                ),
            ],
            options={
                "verbose_name": "test de parcours",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("procedure", "name"), name="recorded_test_name_unique")
                ],
            },
        ),
    ]

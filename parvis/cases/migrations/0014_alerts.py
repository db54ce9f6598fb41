"""What agents want to be told by mail, and when. Nothing personal: no policy, as for the lists they keep."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_who_must_act"),
        ("organisations", "0002_outlines_and_place_search"),
    ]
    operations = [
        migrations.CreateModel(
            name="AlertPlan",
            fields=[
                (
                    "agent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="alert_plan",
                        serialize=False,
                        to="organisations.agent",
                        verbose_name="agent",
                    ),
                ),
                (
                    "hours",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="heures",
                    ),
                ),
                (
                    "on_closed_days",
                    models.BooleanField(default=False, verbose_name="les jours de fermeture aussi"),
                ),
                (
                    "everyones",
                    models.BooleanField(default=False, verbose_name="demandes des collègues aussi"),
                ),
                ("at_once", models.BooleanField(default=False, verbose_name="alertes immédiates")),
                ("told_until", models.DateTimeField(verbose_name="alerté jusqu’à")),
                ("digested_until", models.DateTimeField(verbose_name="récapitulé jusqu’à")),
                (
                    "next_digest_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="prochain récapitulatif"),
                ),
            ],
            options={"verbose_name": "réglage des alertes"},
        ),
        migrations.CreateModel(
            name="AlertChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("late", "délais dépassés"),
                            ("soon", "délais qui arrivent"),
                            ("arrived", "demandes arrivées"),
                        ],
                        max_length=10,
                        verbose_name="objet",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("at_once", "tout de suite"),
                            ("digest", "dans le récapitulatif"),
                            ("none", "jamais"),
                        ],
                        max_length=10,
                        verbose_name="manière",
                    ),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alert_choices",
                        to="organisations.agent",
                        verbose_name="agent",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.team",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "choix d’alerte",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agent", "team", "kind"), name="alert_choice_once", nulls_distinct=False
                    )
                ],
            },
        ),
    ]

"""Rules by which bodies sort what comes. Nothing personal: no policy."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0023_breach_register"),
        ("organisations", "0004_absences"),
    ]

    operations = [
        migrations.CreateModel(
            name="QualificationRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(default=1, verbose_name="ordre")),
                ("name", models.CharField(max_length=100, verbose_name="nom")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "procedures",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="démarches",
                    ),
                ),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("web", "en ligne"),
                                ("phone", "téléphone"),
                                ("counter", "guichet"),
                                ("email", "e-mail"),
                                ("post", "courrier"),
                                ("api", "autre logiciel"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="voies d’arrivée",
                    ),
                ),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="mots",
                    ),
                ),
                (
                    "person_kind",
                    models.CharField(
                        blank=True,
                        choices=[("natural", "personne physique"), ("legal", "personne morale")],
                        max_length=10,
                        verbose_name="personne",
                    ),
                ),
                (
                    "impact",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "forte"), (2, "moyenne"), (3, "faible")],
                        null=True,
                        verbose_name="portée",
                    ),
                ),
                (
                    "urgency",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "forte"), (2, "moyenne"), (3, "faible")],
                        null=True,
                        verbose_name="urgence",
                    ),
                ),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="étiquettes",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.territory",
                        verbose_name="commune",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="qualification_rules",
                        to="organisations.organisation",
                        verbose_name="organisme",
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
                "verbose_name": "règle de tri",
                "ordering": ["organisation", "rank", "pk"],
            },
        ),
    ]

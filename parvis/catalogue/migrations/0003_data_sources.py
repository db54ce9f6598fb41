"""Lists read from other systems, and the last good copy of each."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0002_reference_tables"),
        ("organisations", "0002_outlines_and_place_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="DataSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=100,
                        validators=[django.core.validators.RegexValidator("^[a-z0-9]+([-_][a-z0-9]+)*$")],
                        verbose_name="code",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="titre")),
                ("url", models.CharField(blank=True, max_length=2000, verbose_name="adresse")),
                ("parameters", models.JSONField(blank=True, default=dict, verbose_name="paramètres")),
                (
                    "list_path",
                    models.CharField(blank=True, max_length=200, verbose_name="chemin de la liste"),
                ),
                ("code_path", models.CharField(default="id", max_length=200, verbose_name="clé du code")),
                (
                    "label_path",
                    models.CharField(default="text", max_length=200, verbose_name="clé du libellé"),
                ),
                ("columns", models.JSONField(blank=True, default=list, verbose_name="colonnes")),
                (
                    "cache_seconds",
                    models.PositiveIntegerField(
                        default=3600,
                        validators=[
                            django.core.validators.MinValueValidator(60),
                            django.core.validators.MaxValueValidator(2592000),
                        ],
                        verbose_name="durée de la copie (secondes)",
                    ),
                ),
                (
                    "timeout_seconds",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="attente (secondes)",
                    ),
                ),
                (
                    "when_down",
                    models.CharField(
                        choices=[
                            ("last", "proposer la dernière liste reçue, sinon un champ libre"),
                            ("text", "laisser écrire la réponse"),
                            ("closed", "fermer la question, avec une phrase"),
                        ],
                        default="last",
                        max_length=10,
                        verbose_name="si la source ne répond pas",
                    ),
                ),
                (
                    "closed_sentence",
                    models.CharField(blank=True, max_length=300, verbose_name="phrase de la question fermée"),
                ),
                ("updated_at", models.DateTimeField(verbose_name="modifiée le")),
                ("retired_at", models.DateTimeField(blank=True, null=True, verbose_name="retirée le")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="dernière réponse le"),
                ),
                ("failed_at", models.DateTimeField(blank=True, null=True, verbose_name="dernier échec le")),
                ("failure", models.CharField(blank=True, max_length=300, verbose_name="dernier échec")),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="échecs de suite")),
                (
                    "rests_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="n’est plus appelée jusqu’au"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_sources",
                        to="organisations.organisation",
                        verbose_name="organisme",
                    ),
                ),
            ],
            options={
                "verbose_name": "source de données",
            },
        ),
        migrations.CreateModel(
            name="SourceCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked", models.CharField(max_length=64, verbose_name="empreinte des paramètres")),
                ("rows", models.JSONField(blank=True, default=list, verbose_name="lignes")),
                ("fetched_at", models.DateTimeField(verbose_name="reçue le")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="copies",
                        to="catalogue.datasource",
                        verbose_name="source de données",
                    ),
                ),
            ],
            options={
                "verbose_name": "copie d’une source",
            },
        ),
        migrations.AddConstraint(
            model_name="datasource",
            constraint=models.UniqueConstraint(fields=("organisation", "code"), name="data_source_code"),
        ),
        migrations.AddIndex(
            model_name="sourcecopy",
            index=models.Index(fields=["fetched_at"], name="source_copy_age"),
        ),
        migrations.AddConstraint(
            model_name="sourcecopy",
            constraint=models.UniqueConstraint(fields=("source", "asked"), name="source_copy_once"),
        ),
    ]

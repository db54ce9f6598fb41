"""The letters of bodies, and their versions."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0030_media_files"),
        ("organisations", "0004_absences"),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterTemplate",
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
                (
                    "use",
                    models.CharField(
                        choices=[("letter", "courrier"), ("decision", "lettre de décision")],
                        default="letter",
                        max_length=10,
                        verbose_name="usage",
                    ),
                ),
                ("retired_at", models.DateTimeField(blank=True, null=True, verbose_name="retiré le")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter_templates",
                        to="organisations.organisation",
                        verbose_name="organisme",
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter_templates",
                        to="catalogue.procedure",
                        verbose_name="démarche",
                    ),
                ),
            ],
            options={
                "verbose_name": "modèle de courrier",
            },
        ),
        migrations.CreateModel(
            name="LetterTemplateVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="numéro")),
                ("document", models.JSONField(default=dict, verbose_name="courrier")),
                ("checksum", models.CharField(max_length=64, verbose_name="empreinte")),
                ("model_kind", models.CharField(blank=True, max_length=10, verbose_name="type du fichier")),
                ("model_name", models.CharField(blank=True, max_length=150, verbose_name="nom du fichier")),
                (
                    "model_key",
                    models.CharField(blank=True, max_length=100, verbose_name="clé dans le stockage"),
                ),
                ("created_at", models.DateTimeField(verbose_name="créée le")),
                ("reason", models.CharField(max_length=300, verbose_name="motif")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agent",
                        verbose_name="créée par",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="catalogue.lettertemplate",
                        verbose_name="modèle de courrier",
                    ),
                ),
            ],
            options={
                "verbose_name": "version d’un modèle de courrier",
            },
        ),
        migrations.AddConstraint(
            model_name="lettertemplate",
            constraint=models.UniqueConstraint(fields=("organisation", "code"), name="letter_template_code"),
        ),
        migrations.AddConstraint(
            model_name="lettertemplate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at__isnull", True), ("use", "decision")),
                fields=("organisation", "procedure"),
                name="letter_template_of_decisions",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="lettertemplateversion",
            constraint=models.UniqueConstraint(
                fields=("template", "number"), name="letter_template_version_number"
            ),
        ),
    ]

"""Blocks of questions shared by the procedures of a body; versions and spreads are never rewritten."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from parvis.common.row_security import append_only


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_data_sources"), ("organisations", "0002_outlines_and_place_search")]

    operations = [
        migrations.CreateModel(
            name="SharedBlock",
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
                ("retired_at", models.DateTimeField(blank=True, null=True, verbose_name="retiré le")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shared_blocks",
                        to="organisations.organisation",
                        verbose_name="organisme",
                    ),
                ),
            ],
            options={
                "verbose_name": "bloc partagé",
            },
        ),
        migrations.CreateModel(
            name="SharedBlockVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="numéro")),
                ("fields", models.JSONField(verbose_name="questions")),
                ("checksum", models.CharField(max_length=64, verbose_name="empreinte")),
                ("created_at", models.DateTimeField(verbose_name="créée le")),
                (
                    "block",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="catalogue.sharedblock",
                        verbose_name="bloc partagé",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "version de bloc partagé",
            },
        ),
        migrations.CreateModel(
            name="BlockSpread",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="faite le")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="motif")),
                ("changes", models.JSONField(verbose_name="démarches mises à jour")),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agent",
                        verbose_name="faite par",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spreads",
                        to="catalogue.sharedblockversion",
                        verbose_name="version de bloc partagé",
                    ),
                ),
            ],
            options={
                "verbose_name": "report d’un bloc partagé",
            },
        ),
        migrations.AddConstraint(
            model_name="sharedblock",
            constraint=models.UniqueConstraint(fields=("organisation", "code"), name="shared_block_code"),
        ),
        migrations.AddConstraint(
            model_name="sharedblockversion",
            constraint=models.UniqueConstraint(
                fields=("block", "number"), name="shared_block_version_number"
            ),
        ),
        append_only("catalogue_sharedblockversion"),
        append_only("catalogue_blockspread"),
    ]

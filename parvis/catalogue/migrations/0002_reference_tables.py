"""Tables of reference of a body, and the index by which a word of a label is found."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

# Every word anywhere in the label, without accents nor case: parvis_plain is what names.plain is in Python.
WORDS = """
CREATE INDEX reference_row_words ON catalogue_referencerow USING gin (parvis_plain(label) gin_trgm_ops)
"""
NO_WORDS = "DROP INDEX reference_row_words"


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_procedures"), ("organisations", "0002_outlines_and_place_search")]

    operations = [
        migrations.CreateModel(
            name="ReferenceTable",
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
                ("description", models.TextField(blank=True, verbose_name="description")),
                ("columns", models.JSONField(blank=True, default=list, verbose_name="colonnes")),
                ("updated_at", models.DateTimeField(verbose_name="modifiée le")),
                ("retired_at", models.DateTimeField(blank=True, null=True, verbose_name="retirée le")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reference_tables",
                        to="organisations.organisation",
                        verbose_name="organisme",
                    ),
                ),
            ],
            options={
                "verbose_name": "table de référence",
            },
        ),
        migrations.CreateModel(
            name="ReferenceRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=100, verbose_name="code")),
                ("label", models.CharField(max_length=300, verbose_name="libellé")),
                ("columns", models.JSONField(blank=True, default=dict, verbose_name="colonnes")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valable à partir du")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valable jusqu’au")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="rang")),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="catalogue.referencetable",
                        verbose_name="table de référence",
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne d’une table de référence",
            },
        ),
        migrations.AddConstraint(
            model_name="referencetable",
            constraint=models.UniqueConstraint(fields=("organisation", "code"), name="reference_table_code"),
        ),
        migrations.AddIndex(
            model_name="referencerow",
            index=models.Index(fields=["table", "position", "code"], name="reference_row_order"),
        ),
        migrations.RunSQL(WORDS, NO_WORDS),
        migrations.AddConstraint(
            model_name="referencerow",
            constraint=models.UniqueConstraint(fields=("table", "code"), name="reference_row_code"),
        ),
        migrations.AddConstraint(
            model_name="referencerow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="reference_row_days",
            ),
        ),
    ]

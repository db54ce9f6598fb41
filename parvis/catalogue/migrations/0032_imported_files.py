"""Files of other products that bodies took in."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0031_letter_templates"),
        ("organisations", "0004_absences"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30, verbose_name="produit")),
                ("identity", models.CharField(max_length=300, verbose_name="identité")),
                ("name", models.CharField(max_length=300, verbose_name="nom")),
                ("content", models.BinaryField(verbose_name="contenu")),
                ("code", models.CharField(blank=True, max_length=100, verbose_name="démarche")),
                ("made", models.JSONField(null=True, verbose_name="définition")),
                ("taken_at", models.DateTimeField(verbose_name="importé le")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imported_files",
                        to="organisations.organisation",
                        verbose_name="organisme",
                    ),
                ),
            ],
            options={
                "verbose_name": "fichier importé",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "kind", "identity"), name="imported_file_identity"
                    )
                ],
            },
        ),
    ]

"""Files of demands handed to a body outside the platform (CRPA L114-2)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_attestations")]
    operations = [
        migrations.AlterField(
            model_name="issueddocument",
            name="kind",
            field=models.CharField(
                choices=[
                    ("receipt", "accusé de réception"),
                    ("decision", "décision"),
                    ("attestation", "attestation d’acceptation"),
                    ("outage", "attestation de panne"),
                    ("transmission", "dossier transmis"),
                ],
                max_length=20,
                verbose_name="nature",
            ),
        ),
    ]

"""Letters of free text."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_transmissions")]
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
                    ("letter", "courrier"),
                ],
                max_length=20,
                verbose_name="nature",
            ),
        ),
    ]

"""Attestations: of an implied acceptance (CRPA L232-3), of an outage of the service."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_cases")]
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
                ],
                max_length=20,
                verbose_name="nature",
            ),
        ),
    ]

"""One more reason for which a person's data was read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0008_merges_and_ties")]

    operations = [
        migrations.AlterField(
            model_name="personlook",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("case", "votre demande est traitée par ce service"),
                    ("counter", "vous étiez au guichet"),
                    ("phone", "vous étiez au téléphone"),
                    ("letter", "un courrier ou un e-mail de vous est arrivé"),
                    ("shared", "ce service suit aussi votre demande, ou donne son avis"),
                    ("identity", "vérifier vos coordonnées"),
                    ("other", "autre raison"),
                ],
                max_length=10,
                verbose_name="raison",
            ),
        ),
    ]

"""Files that the antivirus cannot read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_letters")]
    operations = [
        migrations.AlterField(
            model_name="storedfile",
            name="scan_state",
            field=models.CharField(
                choices=[
                    ("pending", "vérification en cours"),
                    ("clean", "vérifié, sans virus"),
                    ("infected", "bloqué : un virus a été trouvé"),
                    ("skipped", "non vérifié : aucun antivirus n’est installé"),
                    ("unchecked", "non vérifié : l’antivirus ne peut pas le lire"),
                    ("made", "produit par le service"),
                ],
                default="pending",
                max_length=10,
                verbose_name="antivirus",
            ),
        ),
    ]

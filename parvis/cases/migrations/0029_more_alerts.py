"""Agents may be told of what is given to them, of what persons write, of what fails."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0028_learnt_sorting")]

    operations = [
        migrations.AlterField(
            model_name="alertchoice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("late", "délais dépassés"),
                    ("soon", "délais qui arrivent"),
                    ("arrived", "demandes arrivées"),
                    ("assigned", "demandes qui me sont confiées"),
                    ("replied", "messages et pièces des personnes"),
                    ("trouble", "envois et actions en échec"),
                ],
                max_length=10,
                verbose_name="objet",
            ),
        ),
    ]

"""What agents sign about a case. The policies of the table stand."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0024_qualification_rules"),
    ]

    operations = [
        migrations.AddField(
            model_name="consultation",
            name="signing",
            field=models.JSONField(blank=True, default=dict, verbose_name="signature"),
        ),
        migrations.AlterField(
            model_name="consultation",
            name="kind",
            field=models.CharField(
                choices=[("opinion", "avis"), ("validation", "visa"), ("signature", "signature")],
                max_length=10,
                verbose_name="nature",
            ),
        ),
    ]

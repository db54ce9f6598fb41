"""A channel may be chosen in a deposit too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_channel_choices")]

    operations = [
        migrations.AlterField(
            model_name="channelchoice",
            name="source",
            field=models.CharField(
                choices=[
                    ("space", "dans son espace"),
                    ("deposit", "dans une demande"),
                    ("counter", "au guichet"),
                    ("phone", "au téléphone"),
                    ("letter", "par courrier"),
                    ("sms", "par SMS"),
                ],
                max_length=10,
                verbose_name="dit",
            ),
        ),
    ]

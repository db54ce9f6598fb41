"""Which SMS said stop, SMS that start again, letters of ours that come back by a scanner."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0005_sms_in"),
    ]

    operations = [
        migrations.AddField(
            model_name="inboundletter",
            name="proposed_message",
            field=models.UUIDField(blank=True, null=True, verbose_name="lettre peut-être revenue"),
        ),
        migrations.AddField(
            model_name="stoppednumber",
            name="sms",
            field=models.UUIDField(blank=True, null=True, verbose_name="SMS qui le dit"),
        ),
        migrations.AlterField(
            model_name="inboundletter",
            name="fate",
            field=models.CharField(
                blank=True,
                choices=[
                    ("new_case", "nouvelle demande"),
                    ("reply", "réponse à une demande"),
                    ("returned", "courrier de nous, revenu"),
                ],
                max_length=20,
                verbose_name="devenu",
            ),
        ),
        migrations.AlterField(
            model_name="inboundsms",
            name="fate",
            field=models.CharField(
                blank=True,
                choices=[
                    ("new_case", "nouvelle demande"),
                    ("reply", "réponse à une demande"),
                    ("stop", "ne veut plus de SMS"),
                    ("start", "veut de nouveau des SMS"),
                    ("triage", "à trier"),
                ],
                max_length=20,
                verbose_name="devenu",
            ),
        ),
    ]

"""Whoever sees a case sees the letters sorted into it; demands come by SMS."""

import django.contrib.postgres.fields
from django.db import migrations, models

from parvis.common.row_security import policy


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0026_payments"),
        ("channels", "0004_post_in"),
    ]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="channel",
            field=models.CharField(
                choices=[
                    ("web", "en ligne"),
                    ("phone", "téléphone"),
                    ("counter", "guichet"),
                    ("email", "e-mail"),
                    ("post", "courrier"),
                    ("sms", "SMS"),
                    ("api", "autre logiciel"),
                ],
                max_length=10,
                verbose_name="voie d’arrivée",
            ),
        ),
        migrations.AlterField(
            model_name="qualificationrule",
            name="channels",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("web", "en ligne"),
                        ("phone", "téléphone"),
                        ("counter", "guichet"),
                        ("email", "e-mail"),
                        ("post", "courrier"),
                        ("sms", "SMS"),
                        ("api", "autre logiciel"),
                    ],
                    max_length=10,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="voies d’arrivée",
            ),
        ),
        policy(
            "channels_inboundletter",
            "letter_with_its_case",
            using="EXISTS (SELECT 1 FROM cases_case c WHERE c.id = about)",
            command="SELECT",
        ),
    ]

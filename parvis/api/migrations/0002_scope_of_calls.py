"""A key may tell the calls of a switchboard."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0001_keys"),
    ]

    operations = [
        migrations.AlterField(
            model_name="apikey",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("cases:read", "lire les demandes"),
                        ("cases:create", "déposer des demandes"),
                        ("procedures:read", "lire les démarches"),
                        ("calls:write", "dire les appels du standard"),
                    ],
                    max_length=30,
                ),
                size=None,
                verbose_name="droits",
            ),
        ),
    ]

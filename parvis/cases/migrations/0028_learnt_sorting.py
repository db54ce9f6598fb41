"""What bodies learn from their own ended demands. No personal data: words that several persons wrote."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0027_letters_and_sms"),
        ("organisations", "0003_streets"),
    ]

    operations = [
        migrations.CreateModel(
            name="LearntSorting",
            fields=[
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="learnt_sorting",
                        serialize=False,
                        to="organisations.organisation",
                        verbose_name="organisme",
                    ),
                ),
                ("counts", models.JSONField(blank=True, default=dict, verbose_name="mots comptés")),
                ("cases", models.PositiveIntegerField(default=0, verbose_name="demandes lues")),
                ("learnt_at", models.DateTimeField(blank=True, null=True, verbose_name="appris le")),
                ("followed", models.PositiveIntegerField(default=0, verbose_name="suivies")),
                ("corrected", models.PositiveIntegerField(default=0, verbose_name="corrigées")),
            ],
            options={"verbose_name": "tri appris"},
        ),
    ]

"""What a draft knows from its start, its reminders; the answers of agents. Old code writes rows without them."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_search_by_statistics")]
    operations = [
        migrations.AddField(
            "case",
            "agent_answers",
            models.JSONField(
                db_default=models.Value({}, models.JSONField()),
                default=dict,
                verbose_name="réponses du service",
            ),
        ),
        migrations.AddField(
            "draft",
            "known",
            models.JSONField(
                db_default=models.Value({}, models.JSONField()), default=dict, verbose_name="connu au départ"
            ),
        ),
        migrations.AddField(
            "draft",
            "reminder_email",
            models.EmailField(
                blank=True, db_default="", default="", max_length=254, verbose_name="adresse des rappels"
            ),
        ),
        migrations.AddField(
            "draft",
            "reminders_stopped",
            models.BooleanField(db_default=False, default=False, verbose_name="rappels arrêtés"),
        ),
        migrations.AddField(
            "draft",
            "reminded_days",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(),
                db_default=[],
                default=list,
                size=None,
                verbose_name="rappels envoyés",
            ),
        ),
    ]

"""Whoever sees a case sees the SMS sorted into it."""

from django.db import migrations

from parvis.common.row_security import policy


class Migration(migrations.Migration):
    dependencies = [("cases", "0029_more_alerts"), ("channels", "0005_sms_in")]
    operations = [
        policy(
            "channels_inboundsms",
            "sms_with_its_case",
            using="EXISTS (SELECT 1 FROM cases_case c WHERE c.id = about)",
            command="SELECT",
        ),
    ]

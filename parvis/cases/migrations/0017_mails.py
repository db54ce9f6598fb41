"""Whoever sees a case sees the mails sorted into it."""

from django.db import migrations

from parvis.common.row_security import policy


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_workflow_run"), ("channels", "0002_mail_in")]
    operations = [
        policy(
            "channels_inboundmail",
            "with_its_case",
            using="EXISTS (SELECT 1 FROM cases_case c WHERE c.id = about)",
            command="SELECT",
        ),
    ]

"""Who must act on each running clock, copied to its row: the desk's calendar reads one index (decision 0013).

The policy begins by the team, which is copied too: without it PostgreSQL would look for the case of each clock counted.
"""

import django.db.models.deletion
from django.db import migrations, models

from parvis.common.row_security import PROVED, SYSTEM, TEAMS

WITH_ITS_CASE = f"{SYSTEM} OR case_id = {PROVED} OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"
OF_ITS_TEAM = f"team_id = {TEAMS} OR {WITH_ITS_CASE}"

# The kinds that wait for the person alone, as they are today; ``recompute-clocks`` puts right what later ones want.
FILL = """
UPDATE cases_clock SET team_id = held.team_id, assignee_id = held.assignee_id FROM cases_case held
WHERE held.id = cases_clock.case_id AND cases_clock.state = 'running' AND kind NOT IN ('appeal', 'waiting')
"""


def _policy(using: str) -> str:
    return f"ALTER POLICY with_its_case ON cases_clock USING ({using}) WITH CHECK ({using})"


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_service_levels"), ("organisations", "0002_outlines_and_place_search")]
    operations = [
        migrations.AddField(
            model_name="clock",
            name="team",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.team",
                verbose_name="service qui doit agir",
            ),
        ),
        migrations.AddField(
            model_name="clock",
            name="assignee",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="organisations.agent",
                verbose_name="agent chargé",
            ),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                fields=["team", "due_at", "id"],
                include=["case", "assignee"],
                condition=models.Q(("due_at__isnull", False), ("team__isnull", False)),
                name="clock_to_do",
            ),
        ),
        migrations.RunSQL(_policy(OF_ITS_TEAM), _policy(WITH_ITS_CASE)),
        # Last: PostgreSQL changes no table with checks of references still to make.
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]

"""Editions of calendars, agreements between teams, and how many commitments were kept, as figures."""

from django.db import migrations, models

# Counts only, over the agreements named: figures without names, for agents who see none of the cases.
KEPT = """
CREATE FUNCTION parvis_commitments_kept(agreements bigint[], since timestamptz, at timestamptz)
RETURNS TABLE (agreement_id bigint, kind text, kept bigint, late bigint, running bigint, overdue bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT found.agreement_id, found.kind::text,
    count(*) FILTER (WHERE found.state = 'kept'), count(*) FILTER (WHERE found.state = 'late'),
    count(*) FILTER (WHERE found.state = 'running'),
    count(*) FILTER (WHERE found.state = 'running' AND found.due_at <= at)
  FROM cases_clock found
  WHERE found.agreement_id = ANY (agreements) AND (found.ended_at >= since OR found.ended_at IS NULL)
  GROUP BY 1, 2
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_mails")]
    operations = [
        migrations.AddField(
            model_name="agreement",
            name="look_every",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=10, verbose_name="regard du service"
            ),
        ),
        migrations.AddField(
            model_name="businesscalendar",
            name="former",
            field=models.JSONField(
                db_default=models.Value([], models.JSONField()), default=list, verbose_name="éditions passées"
            ),
        ),
        migrations.AddField(
            model_name="clock",
            name="agreement_id",
            field=models.BigIntegerField(blank=True, null=True, verbose_name="engagement"),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("agreement_id__isnull", False)),
                fields=["agreement_id", "ended_at"],
                name="clock_of_agreement",
            ),
        ),
        migrations.RunSQL(KEPT, "DROP FUNCTION parvis_commitments_kept(bigint[], timestamptz, timestamptz)"),
    ]

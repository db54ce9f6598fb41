"""Figures of a workflow count the cases of every body that uses the procedure, and say how many may change version."""

from django.db import migrations, models

# What a region publishes is used by the bodies below it: its cases are theirs, its workflow is hers. Still counts and
# durations only. A decided case stands at a step and keeps its version (``cases/services/moving.py``).
FIGURES = """
DROP FUNCTION parvis_workflow_usage(bigint);
CREATE FUNCTION parvis_workflow_usage(asked bigint)
RETURNS TABLE (version integer, status text, cases bigint, movable bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT version.number::integer, found.status::text, count(*), count(*) FILTER (
    WHERE found.state IN ('received', 'in_progress', 'waiting_for_person', 'waiting_for_third_party'))
  FROM catalogue_procedureversion version JOIN cases_case found ON found.version_id = version.id
  WHERE version.procedure_id = asked AND found.ended_at IS NULL
  GROUP BY 1, 2
$$;
CREATE OR REPLACE FUNCTION parvis_workflow_times(asked bigint, since timestamptz, until timestamptz)
RETURNS TABLE (status text, passages bigint, median double precision, slow double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH moves AS (
    SELECT entry.facts ->> 'origin' AS origin, entry.at,
      coalesce(lag(entry.at) OVER (PARTITION BY entry.case_id ORDER BY entry.position), found.received_at) AS entered
    FROM catalogue_procedureversion version
    JOIN cases_case found ON found.version_id = version.id
    JOIN cases_journalentry entry ON entry.case_id = found.id
    WHERE version.procedure_id = asked AND entry.kind = 'status_moved'
      AND entry.facts ->> 'origin' <> entry.facts ->> 'to'
  ), stays AS (
    SELECT origin, extract(epoch FROM moves.at - entered)::double precision AS seconds
    FROM moves WHERE moves.at >= since AND moves.at < until
  )
  SELECT origin, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds),
    percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds)
  FROM stays GROUP BY origin
$$;
"""
OF_ONE_BODY = """
DROP FUNCTION parvis_workflow_usage(bigint);
CREATE FUNCTION parvis_workflow_usage(asked bigint)
RETURNS TABLE (version integer, status text, cases bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT version.number::integer, found.status::text, count(*)
  FROM catalogue_procedure wanted
  JOIN cases_case found
    ON found.organisation_id = wanted.organisation_id AND found.procedure_code = wanted.code
  JOIN catalogue_procedureversion version ON version.id = found.version_id AND version.procedure_id = wanted.id
  WHERE wanted.id = asked AND found.ended_at IS NULL
  GROUP BY 1, 2
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0034_persons_alike")]
    operations = [
        migrations.AddIndex("case", models.Index(fields=["version"], name="case_of_version")),
        # Taken back, durations go on counting every body: the function reads what was there before too.
        migrations.RunSQL(FIGURES, OF_ONE_BODY),
    ]

"""How many cases stand where in the workflow of a procedure, and how long each step lasted: figures, never a case."""

from django.db import migrations

# Counts and durations only, over the cases that a body has of one of its procedures: for those who write it, who see
# none of the cases. A step is left by a move to another one; the first is entered at the receipt.
FIGURES = """
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
CREATE FUNCTION parvis_workflow_times(asked bigint, since timestamptz, until timestamptz)
RETURNS TABLE (status text, passages bigint, median double precision, slow double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH own AS (
    SELECT found.id, found.received_at
    FROM catalogue_procedure wanted
    JOIN cases_case found
      ON found.organisation_id = wanted.organisation_id AND found.procedure_code = wanted.code
    JOIN catalogue_procedureversion version ON version.id = found.version_id AND version.procedure_id = wanted.id
    WHERE wanted.id = asked
  ), moves AS (
    SELECT entry.facts ->> 'origin' AS origin, entry.at,
      coalesce(lag(entry.at) OVER (PARTITION BY entry.case_id ORDER BY entry.position), own.received_at) AS entered
    FROM own JOIN cases_journalentry entry ON entry.case_id = own.id
    WHERE entry.kind = 'status_moved' AND entry.facts ->> 'origin' <> entry.facts ->> 'to'
  ), stays AS (
    SELECT origin, extract(epoch FROM moves.at - entered)::double precision AS seconds
    FROM moves WHERE moves.at >= since AND moves.at < until
  )
  SELECT origin, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds),
    percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds)
  FROM stays GROUP BY origin
$$;
"""
FORGET = """
DROP FUNCTION parvis_workflow_usage(bigint);
DROP FUNCTION parvis_workflow_times(bigint, timestamptz, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_recorded_tests")]
    operations = [migrations.RunSQL(FIGURES, FORGET)]

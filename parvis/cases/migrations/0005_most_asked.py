"""Which procedures are asked most, for anyone: codes in order, read from the newest demands only, and never a count."""

from django.db import migrations

MOST_ASKED = """
-- Keys of cases are in order of time (UUIDv7): the newest are one short scan, at any number of cases.
CREATE FUNCTION parvis_most_asked(codes text[], at_most integer) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT newest.procedure_code FROM (SELECT procedure_code FROM cases_case ORDER BY id DESC LIMIT 1000) newest
  WHERE newest.procedure_code = ANY (codes)
  GROUP BY newest.procedure_code ORDER BY count(*) DESC, newest.procedure_code LIMIT at_most
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_changes")]
    operations = [
        migrations.RunSQL(MOST_ASKED, "DROP FUNCTION parvis_most_asked(text[], integer)"),
    ]

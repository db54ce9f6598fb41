"""Persons found as one types, through the demands of the actor's teams; telephone numbers findable as dialled."""

from django.db import migrations

LOOKUP = """
-- As one types a name or a number: persons of the newest demands of the actor's own teams. Only names, e-mails and
-- numbers count (weight A), each by its beginning.
CREATE FUNCTION parvis_lookup_people(asked text, at_most integer)
RETURNS TABLE (person_id uuid, cases bigint, newest timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE question tsquery := (
  SELECT to_tsquery('parvis_fr', string_agg(quote_literal(word) || ':*A', ' & '))
  FROM regexp_split_to_table(regexp_replace(asked, '[^[:alnum:]@.]+', ' ', 'g'), '\\s+') AS word WHERE word <> '');
BEGIN
  RETURN QUERY EXECUTE format(
    'SELECT c.person_id, count(*), max(newest.received_at) FROM (
       SELECT s.case_id, s.received_at FROM cases_searchentry s
       WHERE s.words @@ %1$L::tsquery AND s.teams && %2$L::bigint[]
       ORDER BY s.received_at DESC LIMIT 200) newest
     JOIN cases_case c ON c.id = newest.case_id
     WHERE c.person_id IS NOT NULL GROUP BY c.person_id ORDER BY 3 DESC, 1 LIMIT %3$L',
    question, parvis_actor_teams(), at_most);
END $$;
"""

NUMBERS = """
UPDATE cases_searchentry s
SET words = s.words || setweight(to_tsvector('parvis_fr', regexp_replace(p.phone, '^[+]33', '0')), 'A')
FROM cases_case c JOIN people_person p ON p.id = c.person_id
WHERE c.id = s.case_id AND p.phone LIKE '+33%'
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_workflow_figures"), ("people", "0001_persons")]

    operations = [
        migrations.RunSQL(LOOKUP, "DROP FUNCTION parvis_lookup_people(text, integer)"),
        migrations.RunSQL(NUMBERS, migrations.RunSQL.noop),
    ]

"""Answers held before they leave, cases around a place, and search as one types."""

from django.db import migrations, models

from parvis.common.row_security import PROVED, SYSTEM, enable, policy

# As one types, the last word is only begun: every word counts by its beginning. Newest first: no ranking.
SUGGEST = """
CREATE FUNCTION parvis_suggest_cases(asked text, at_most integer) RETURNS TABLE (case_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH question AS MATERIALIZED (
    SELECT to_tsquery('parvis_fr', string_agg(quote_literal(word) || ':*', ' & ')) AS words,
           parvis_actor_teams() AS teams
    FROM regexp_split_to_table(regexp_replace(asked, '[^[:alnum:]@.]+', ' ', 'g'), '\\s+') AS word WHERE word <> ''
  )
  SELECT s.case_id FROM cases_searchentry s, question q
  WHERE s.words @@ q.words AND s.teams && q.teams
  ORDER BY s.received_at DESC LIMIT at_most
$$;
"""
WITH_ITS_CASE = f"{SYSTEM} OR case_id = {PROVED} OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"
OPEN = ["in_progress", "received", "waiting_for_person", "waiting_for_third_party"]


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_row_security")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(state__in=OPEN, latitude__isnull=False),
                fields=["procedure_code", "latitude"],
                name="case_open_nearby",
            ),
        ),
        enable("cases_heldanswer"),
        policy("cases_heldanswer", "with_its_case", using=WITH_ITS_CASE),
        migrations.RunSQL(SUGGEST, "DROP FUNCTION parvis_suggest_cases(text, integer)"),
    ]

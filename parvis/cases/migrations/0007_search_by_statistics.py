"""Search that stays quick whatever the word, at a million cases.

As a literal, a word has statistics: the planner reads the text index for a rare one, and the newest cases one after
the other for one that many hold. As a parameter it has none, and a common word cost half a second. Hence EXECUTE; each
value is quoted by ``format`` (%L).
"""

from django.db import migrations, models

BY_STATISTICS = """
-- Cases of the actor's own teams that match. Ranks the newest hits only: nobody reads past them.
CREATE OR REPLACE FUNCTION parvis_search_cases(asked text, at_most integer) RETURNS TABLE (case_id uuid, rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE question tsquery := websearch_to_tsquery('parvis_fr', asked);
BEGIN
  RETURN QUERY EXECUTE format(
    'SELECT newest.case_id, ts_rank(newest.words, %1$L::tsquery) AS rank FROM (
       SELECT s.case_id, s.words, s.received_at FROM cases_searchentry s
       WHERE s.words @@ %1$L::tsquery AND s.teams && %2$L::bigint[]
       ORDER BY s.received_at DESC LIMIT 500) newest
     ORDER BY 2 DESC, newest.received_at DESC LIMIT %3$L', question, parvis_actor_teams(), at_most);
END $$;

-- As one types, the last word is only begun: every word counts by its beginning. Newest first: no ranking.
CREATE OR REPLACE FUNCTION parvis_suggest_cases(asked text, at_most integer) RETURNS TABLE (case_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE question tsquery := (
  SELECT to_tsquery('parvis_fr', string_agg(quote_literal(word) || ':*', ' & '))
  FROM regexp_split_to_table(regexp_replace(asked, '[^[:alnum:]@.]+', ' ', 'g'), '\\s+') AS word WHERE word <> '');
BEGIN
  RETURN QUERY EXECUTE format(
    'SELECT s.case_id FROM cases_searchentry s
     WHERE s.words @@ %1$L::tsquery AND s.teams && %2$L::bigint[]
     ORDER BY s.received_at DESC LIMIT %3$L', question, parvis_actor_teams(), at_most);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_lean_indexes")]
    operations = [
        migrations.AddIndex(
            model_name="searchentry", index=models.Index(fields=["received_at"], name="search_newest")
        ),
        migrations.RunSQL(BY_STATISTICS, migrations.RunSQL.noop),
    ]

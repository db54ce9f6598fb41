"""Persons found in a few milliseconds among a million: one entry each, and not one a demand.

Words are kept as they are, without stems: « Martin » is no form of « martinet ». Double names are found by either part
and in one word (« Le Goff », « legoff »). As a literal, a word has statistics: the planner reads the text index for a
rare one, the newest persons for one that many bear (see 0007).
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

from parvis.common.row_security import closed

INDEXING = """
CREATE FUNCTION parvis_person_words(asked uuid) RETURNS tsvector
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH person AS (SELECT * FROM people_person WHERE id = asked), points AS (
    SELECT email AS value FROM person UNION SELECT phone FROM person
    UNION SELECT value FROM people_contactpoint WHERE person_id = asked
  ), words AS (
    SELECT regexp_split_to_table(
      btrim(parvis_plain(concat_ws(' ', first_name, last_name, company_name))), ' ') AS word FROM person
    UNION SELECT replace(btrim(parvis_plain(last_name)), ' ', '') FROM person
    UNION SELECT replace(btrim(parvis_plain(company_name)), ' ', '') FROM person
    UNION SELECT unnest(ARRAY[lower(siret), lower(rna), to_char(birth_date, 'YYYY-MM-DD')]) FROM person
    UNION SELECT lower(value) FROM points WHERE value LIKE '%@%'
    UNION SELECT regexp_split_to_table(btrim(parvis_plain(split_part(value, '@', 1))), ' ') FROM points
          WHERE value LIKE '%@%'
    UNION SELECT regexp_replace(regexp_replace(value, '[^0-9+]', '', 'g'), '^([+]33|0033)0?|^[+]',
                                CASE WHEN value ~ '^([+]|00)33' THEN '0' ELSE '' END)
          FROM points WHERE value NOT LIKE '%@%'
  )
  SELECT array_to_tsvector(coalesce(array_agg(left(word, 200)) FILTER (WHERE word <> ''), '{}')) FROM words
$$;

-- Writes again what a person is found by, and the teams that know them; nothing for one who asked nothing.
CREATE FUNCTION parvis_index_person(asked uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
BEGIN
  INSERT INTO cases_personentry AS kept (person_id, teams, words, seen_at)
  SELECT asked, array_agg(DISTINCT taking.team_id), parvis_person_words(asked), max(theirs.received_at)
  FROM (SELECT c.id, c.received_at FROM cases_case c
        WHERE c.person_id = asked ORDER BY c.received_at DESC LIMIT 500) theirs
  JOIN cases_participation taking ON taking.case_id = theirs.id AND taking.until IS NULL
  HAVING count(*) > 0
  ON CONFLICT (person_id) DO UPDATE SET teams = EXCLUDED.teams, words = EXCLUDED.words, seen_at = EXCLUDED.seen_at
  WHERE (kept.teams, kept.words, kept.seen_at) IS DISTINCT FROM (EXCLUDED.teams, EXCLUDED.words, EXCLUDED.seen_at);
  IF NOT EXISTS (SELECT FROM cases_case WHERE person_id = asked) THEN
    DELETE FROM cases_personentry WHERE person_id = asked;
  END IF;
END $$;

-- Writes the words of a case that the actor sees, and those of its person.
CREATE OR REPLACE FUNCTION parvis_index_case(asked uuid, strong text, medium text, weak text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
DECLARE whose uuid;
BEGIN
  INSERT INTO cases_searchentry (case_id, teams, words, received_at)
  SELECT c.id,
         array(SELECT p.team_id FROM cases_participation p WHERE p.case_id = c.id AND p.until IS NULL),
         setweight(to_tsvector('parvis_fr', strong), 'A') || setweight(to_tsvector('parvis_fr', medium), 'B')
           || setweight(to_tsvector('parvis_fr', weak), 'C'),
         c.received_at
  FROM cases_case c WHERE c.id = asked AND parvis_actor_sees_case(asked)
  ON CONFLICT (case_id) DO UPDATE
  SET teams = EXCLUDED.teams, words = EXCLUDED.words, received_at = EXCLUDED.received_at;
  SELECT person_id INTO whose FROM cases_case WHERE id = asked AND parvis_actor_sees_case(asked);
  IF whose IS NOT NULL THEN
    PERFORM parvis_index_person(whose);
  END IF;
END $$;
"""

LOOKUP = """
DROP FUNCTION parvis_lookup_people(text, integer);
-- As one types: persons whom the actor's own teams know by a demand, the last to have written first.
CREATE FUNCTION parvis_lookup_people(asked text[], at_most integer)
RETURNS TABLE (person_id uuid, cases bigint, newest timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE question tsquery := (
  SELECT string_agg(quote_literal(word) || ':*', ' & ')::tsquery FROM (
    SELECT regexp_split_to_table(CASE WHEN said ~ '[@]|^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN said
                                      ELSE btrim(parvis_plain(said)) END, ' ') AS word
    FROM unnest(asked) AS said) words WHERE word <> '');
BEGIN
  IF question IS NULL THEN
    RETURN;
  END IF;
  RETURN QUERY EXECUTE format(
    'SELECT found.person_id, theirs.number, theirs.newest FROM (
       SELECT e.person_id, e.seen_at FROM cases_personentry e
       WHERE e.words @@ %1$L::tsquery AND e.teams && %2$L::bigint[]
       ORDER BY e.seen_at DESC LIMIT %3$L) found,
     LATERAL (SELECT count(*) AS number, max(seen.received_at) AS newest FROM (
       SELECT c.received_at FROM cases_case c WHERE c.person_id = found.person_id AND EXISTS (
         SELECT FROM cases_participation p
         WHERE p.case_id = c.id AND p.until IS NULL AND p.team_id = ANY (%2$L::bigint[]))
       ORDER BY c.received_at DESC LIMIT 100) seen) theirs
     WHERE theirs.number > 0 ORDER BY theirs.newest DESC, 1',
    question, parvis_actor_teams(), at_most);
END $$;
"""

NO_LOOKUP = """
DROP FUNCTION parvis_lookup_people(text[], integer);
CREATE FUNCTION parvis_lookup_people(asked text, at_most integer)
RETURNS TABLE (person_id uuid, cases bigint, newest timestamptz)
LANGUAGE sql STABLE AS $$ SELECT NULL::uuid, 0::bigint, NULL::timestamptz WHERE false $$;
"""

NO_INDEXING = """
CREATE OR REPLACE FUNCTION parvis_index_case(asked uuid, strong text, medium text, weak text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public AS $$
  INSERT INTO cases_searchentry (case_id, teams, words, received_at)
  SELECT c.id,
         array(SELECT p.team_id FROM cases_participation p WHERE p.case_id = c.id AND p.until IS NULL),
         setweight(to_tsvector('parvis_fr', strong), 'A') || setweight(to_tsvector('parvis_fr', medium), 'B')
           || setweight(to_tsvector('parvis_fr', weak), 'C'),
         c.received_at
  FROM cases_case c WHERE c.id = asked AND parvis_actor_sees_case(asked)
  ON CONFLICT (case_id) DO UPDATE
  SET teams = EXCLUDED.teams, words = EXCLUDED.words, received_at = EXCLUDED.received_at
$$;
DROP FUNCTION parvis_index_person(uuid);
DROP FUNCTION parvis_person_words(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0030_texts"), ("people", "0006_contact_points")]

    operations = [
        migrations.CreateModel(
            name="PersonEntry",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="people.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="services"
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField(verbose_name="mots")),
                ("seen_at", models.DateTimeField(verbose_name="dernière demande le")),
            ],
            options={
                "verbose_name": "entrée de personne",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["words", "teams"], name="person_words_and_teams"
                    ),
                    models.Index(fields=["seen_at"], name="person_newest"),
                ],
            },
        ),
        closed("cases_personentry"),
        migrations.RunSQL(
            "ALTER TABLE cases_personentry ALTER COLUMN words SET STATISTICS 500", migrations.RunSQL.noop
        ),
        migrations.RunSQL(INDEXING, NO_INDEXING),
        migrations.RunSQL(LOOKUP, NO_LOOKUP),
        migrations.RunSQL("SELECT parvis_index_person(id) FROM people_person", migrations.RunSQL.noop),
    ]

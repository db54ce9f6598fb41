"""Persons that may be one: who is to be compared, who looks like them, and the pairs found.

Whoever changed is compared once, by a job: a deposit only writes their key. A merged person is found by all that was
known of both, and seen by who sees the one they were merged into.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import parvis.common.ids
from parvis.common.row_security import SYSTEM, closed, enable, policy

PAIR = f"""
{SYSTEM} OR (teams && (SELECT parvis_actor_teams())::bigint[]
  AND EXISTS (SELECT 1 FROM people_person p WHERE p.id = first_id)
  AND EXISTS (SELECT 1 FROM people_person p WHERE p.id = second_id))
"""
ABSORBED = """
merged_into_id IS NOT NULL
AND EXISTS (SELECT 1 FROM cases_case c WHERE c.person_id = people_person.merged_into_id)
"""

WORDS = """
CREATE OR REPLACE FUNCTION parvis_person_words(asked uuid) RETURNS tsvector
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH person AS (
    SELECT * FROM people_person WHERE id = asked UNION ALL SELECT * FROM people_person WHERE merged_into_id = asked
  ), points AS (
    SELECT email AS value FROM person UNION SELECT phone FROM person
    UNION SELECT value FROM people_contactpoint WHERE person_id IN (SELECT id FROM person)
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

-- Also notes that they are to be compared, when what they are found by changed.
CREATE OR REPLACE FUNCTION parvis_index_person(asked uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
DECLARE former tsvector; fresh tsvector;
BEGIN
  SELECT words INTO former FROM cases_personentry WHERE person_id = asked;
  INSERT INTO cases_personentry AS kept (person_id, teams, words, seen_at)
  SELECT asked, array_agg(DISTINCT taking.team_id), parvis_person_words(asked), max(theirs.received_at)
  FROM (SELECT c.id, c.received_at FROM cases_case c
        WHERE c.person_id = asked ORDER BY c.received_at DESC LIMIT 500) theirs
  JOIN cases_participation taking ON taking.case_id = theirs.id AND taking.until IS NULL
  HAVING count(*) > 0
  ON CONFLICT (person_id) DO UPDATE SET teams = EXCLUDED.teams, words = EXCLUDED.words, seen_at = EXCLUDED.seen_at
  WHERE (kept.teams, kept.words, kept.seen_at) IS DISTINCT FROM (EXCLUDED.teams, EXCLUDED.words, EXCLUDED.seen_at)
  RETURNING words INTO fresh;
  IF fresh IS NOT NULL AND fresh IS DISTINCT FROM former THEN
    INSERT INTO cases_persontocompare (person_id) VALUES (asked) ON CONFLICT DO NOTHING;
  END IF;
  IF NOT EXISTS (SELECT FROM cases_case WHERE person_id = asked) THEN
    DELETE FROM cases_personentry WHERE person_id = asked;
    DELETE FROM cases_persontocompare WHERE person_id = asked;
  END IF;
END $$;
"""

FORMER_WORDS = """
CREATE OR REPLACE FUNCTION parvis_person_words(asked uuid) RETURNS tsvector
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
CREATE OR REPLACE FUNCTION parvis_index_person(asked uuid) RETURNS void
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
"""

ALIKE = """
-- Persons of the actor's teams who share an address, a number, a birth date or a home with one of them, and the teams
-- that know them. What is the same is read wide: how alike they are is reckoned from their rows (cases.services.alike).
CREATE FUNCTION parvis_people_alike(asked uuid) RETURNS TABLE (person_id uuid, teams bigint[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE
  own bigint[] := parvis_actor_teams();
  scope text := CASE WHEN parvis_actor_is_system() THEN 'true' ELSE format('e.teams && %L::bigint[]', own) END;
  mine cases_personentry; strong text; birth text; names text; begun text; home text;
BEGIN
  SELECT * INTO mine FROM cases_personentry e
  WHERE e.person_id = asked AND (parvis_actor_is_system() OR e.teams && own);
  IF NOT FOUND THEN
    RETURN;
  END IF;
  SELECT string_agg(quote_literal(word), ' | ') FILTER (
           WHERE word ~ '^[[:alnum:]._+-]+@[[:alnum:].-]+$|^[0-9]{9,20}$|^w[0-9]{9}$'),
         string_agg(quote_literal(word), ' | ') FILTER (WHERE word ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$')
  INTO strong, birth FROM unnest(tsvector_to_array(mine.words)) AS word;
  SELECT string_agg(quote_literal(word), ' | '), string_agg(quote_literal(left(word, 3)) || ':*', ' | ')
  INTO names, begun FROM (
    SELECT DISTINCT regexp_split_to_table(
      btrim(parvis_plain(concat_ws(' ', p.first_name, p.last_name, p.company_name))), ' ') AS word
    FROM people_person p WHERE p.id = asked) words WHERE length(word) > 1;
  SELECT nullif(btrim(parvis_plain(p.postal_address)), '') INTO home FROM people_person p WHERE p.id = asked;
  RETURN QUERY EXECUTE concat_ws(' UNION ',
    'SELECT e.person_id, e.teams FROM cases_personentry e WHERE false',
    format('(SELECT e.person_id, e.teams FROM cases_personentry e
             WHERE e.words @@ %L::tsquery AND %s AND e.person_id <> %L LIMIT 50)',
           '(' || strong || ') & (' || names || ')', scope, asked),
    format('(SELECT e.person_id, e.teams FROM cases_personentry e
             WHERE e.words @@ %L::tsquery AND %s AND e.person_id <> %L LIMIT 20)', strong, scope, asked),
    format('(SELECT e.person_id, e.teams FROM cases_personentry e
             WHERE e.words @@ %L::tsquery AND %s AND e.person_id <> %L LIMIT 50)',
           '(' || birth || ') & (' || begun || ')', scope, asked),
    format('(SELECT e.person_id, e.teams FROM (
               SELECT e.person_id, e.teams FROM cases_personentry e
               WHERE e.words @@ %L::tsquery AND %s AND e.person_id <> %L ORDER BY e.seen_at DESC LIMIT 300) e
             JOIN people_person p ON p.id = e.person_id
             WHERE btrim(parvis_plain(p.postal_address)) = %L LIMIT 20)', names, scope, asked, home));
END $$;

-- The next persons to compare; each is given once. For the job alone.
CREATE FUNCTION parvis_take_persons_to_compare(at_most integer) RETURNS SETOF uuid
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public AS $$
  DELETE FROM cases_persontocompare WHERE person_id IN (
    SELECT person_id FROM cases_persontocompare WHERE parvis_actor_is_system()
    ORDER BY person_id LIMIT at_most FOR UPDATE SKIP LOCKED)
  RETURNING person_id
$$;
"""
NOT_ALIKE = """
DROP FUNCTION parvis_take_persons_to_compare(integer);
DROP FUNCTION parvis_people_alike(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0033_appointments"),
        ("organisations", "0004_absences"),
        ("people", "0008_merges_and_ties"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonToCompare",
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
            ],
            options={
                "verbose_name": "personne à comparer",
            },
        ),
        migrations.CreateModel(
            name="PersonDouble",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=parvis.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("score", models.PositiveSmallIntegerField(verbose_name="ressemblance sur cent")),
                ("reasons", models.JSONField(default=list, verbose_name="raisons")),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="services"
                    ),
                ),
                ("found_at", models.DateTimeField(verbose_name="trouvée le")),
                ("refused_at", models.DateTimeField(blank=True, null=True, verbose_name="écartée le")),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                        verbose_name="une personne",
                    ),
                ),
                (
                    "refused_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agent",
                        verbose_name="écartée par",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                        verbose_name="l’autre",
                    ),
                ),
            ],
            options={
                "verbose_name": "fiches qui se ressemblent",
                "ordering": ["-score", "found_at"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("refused_at", None)), fields=["teams"], name="doubles_of_teams"
                    ),
                    models.Index(fields=["second"], name="double_of_second"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="a_pair_of_persons_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))),
                        name="a_pair_is_written_in_order",
                    ),
                ],
            },
        ),
        closed("cases_persontocompare"),
        enable("cases_persondouble"),
        policy("cases_persondouble", "of_persons_seen", using=PAIR),
        policy("people_person", "absorbed_through_a_case", using=ABSORBED, command="SELECT"),
        migrations.RunSQL(WORDS, FORMER_WORDS),
        migrations.RunSQL(ALIKE, NOT_ALIKE),
        migrations.RunSQL(
            "INSERT INTO cases_persontocompare SELECT person_id FROM cases_personentry",
            migrations.RunSQL.noop,
        ),
    ]

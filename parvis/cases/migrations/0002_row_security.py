"""Who sees what of a case, written a second time in the database (ARCHITECTURE §4), and the functions that pass it.

A case is seen through a participation of one of the actor's teams, by its person, or by who proved its code. What
hangs on a case is seen with it. The functions are SECURITY DEFINER: each states its own scope.
"""

from django.conf import settings
from django.db import migrations

from parvis.common.row_security import PERSON, PROVED, SYSTEM, TEAMS, append_only, closed, enable, policy

CASE = f"""
{SYSTEM} OR id = {PROVED} OR person_id = {PERSON} OR EXISTS (
  SELECT 1 FROM cases_participation p
  WHERE p.case_id = cases_case.id AND p.until IS NULL AND p.team_id = {TEAMS})
"""
PARTICIPATION = f"{SYSTEM} OR team_id = {TEAMS} OR case_id = {PROVED}"
WITH_ITS_CASE = f"{SYSTEM} OR case_id = {PROVED} OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"
DRAFT = f"{SYSTEM} OR id = {PROVED} OR person_id = {PERSON}"
ATTACHMENT = f"""
{SYSTEM} OR case_id = {PROVED} OR draft_id = {PROVED}
OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)
OR EXISTS (SELECT 1 FROM cases_draft d WHERE d.id = draft_id)
"""

FUNCTIONS = """
-- The case that a number and a follow-up code open together. Reveals nothing else.
CREATE FUNCTION parvis_find_case(asked_number text, asked_hash text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT id FROM cases_case WHERE number = asked_number AND follow_up_hash = asked_hash
$$;

CREATE FUNCTION parvis_find_draft(asked_hash text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT id FROM cases_draft WHERE resume_hash = asked_hash AND case_id IS NULL AND expires_at > now()
$$;

-- The case already born of a deposit, if any. The lock makes a double click wait for the first one's transaction.
CREATE FUNCTION parvis_find_intake(asked_key text) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(asked_key, 0));
  RETURN (SELECT id FROM cases_case WHERE intake_key = asked_key);
END $$;

CREATE FUNCTION parvis_actor_sees_case(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT parvis_actor_is_system() OR asked = ANY (parvis_actor_proved()) OR EXISTS (
    SELECT 1 FROM cases_participation p
    WHERE p.case_id = asked AND p.until IS NULL AND p.team_id = ANY (parvis_actor_teams()))
$$;

-- Writes the words of a case that the actor sees. Strong: number, names. Medium: subject. Weak: the rest.
CREATE FUNCTION parvis_index_case(asked uuid, strong text, medium text, weak text) RETURNS void
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

-- Cases of the actor's own teams that match. Ranks the newest hits only: nobody reads past them.
CREATE FUNCTION parvis_search_cases(asked text, at_most integer) RETURNS TABLE (case_id uuid, rank real)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH question AS MATERIALIZED (
    SELECT websearch_to_tsquery('parvis_fr', asked) AS words, parvis_actor_teams() AS teams
  ), hits AS (
    SELECT s.case_id, s.words, s.received_at FROM cases_searchentry s, question q
    WHERE s.words @@ q.words AND s.teams && q.teams
    ORDER BY s.received_at DESC LIMIT 2000
  )
  SELECT h.case_id, ts_rank(h.words, q.words) AS rank FROM hits h, question q
  ORDER BY rank DESC, h.received_at DESC LIMIT at_most
$$;
"""

NO_FUNCTIONS = """
DROP FUNCTION parvis_search_cases(text, integer);
DROP FUNCTION parvis_index_case(uuid, text, text, text);
DROP FUNCTION parvis_actor_sees_case(uuid);
DROP FUNCTION parvis_find_intake(text);
DROP FUNCTION parvis_find_draft(text);
DROP FUNCTION parvis_find_case(text, text);
"""

_HANGING = ("cases_journalentry", "cases_message", "cases_piecerequest", "cases_decision")

GRANTS = f"REVOKE DELETE ON cases_case, cases_participation FROM {settings.RUNTIME_ROLE}"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_cases"),
        ("channels", "0001_messages"),
        ("documents", "0001_files"),
        ("people", "0001_persons"),
    ]
    operations = [
        enable("cases_case"),
        policy("cases_case", "case_participants", using=CASE),
        enable("cases_participation"),
        policy("cases_participation", "participation_own", using=PARTICIPATION),
        *[enable(table) for table in _HANGING],
        *[policy(table, "with_its_case", using=WITH_ITS_CASE) for table in _HANGING],
        enable("cases_draft"),
        policy("cases_draft", "draft_own", using=DRAFT),
        enable("cases_attachment"),
        policy("cases_attachment", "with_its_owner", using=ATTACHMENT),
        policy(
            "people_person",
            "through_a_case",
            using="EXISTS (SELECT 1 FROM cases_case c WHERE c.person_id = people_person.id)",
            command="SELECT",
        ),
        policy(
            "documents_storedfile",
            "through_an_attachment",
            using="EXISTS (SELECT 1 FROM cases_attachment a WHERE a.file_id = documents_storedfile.id)",
            command="SELECT",
        ),
        policy(
            "documents_storedfile",
            "through_an_issued_document",
            using="EXISTS (SELECT 1 FROM documents_issueddocument d WHERE d.file_id = documents_storedfile.id)",
            command="SELECT",
        ),
        policy(
            "documents_issueddocument",
            "with_its_case",
            using="EXISTS (SELECT 1 FROM cases_case c WHERE c.id = about)",
            command="SELECT",
        ),
        policy(
            "channels_outboundmessage",
            "with_its_case",
            using="EXISTS (SELECT 1 FROM cases_case c WHERE c.id = about)",
            command="SELECT",
        ),
        append_only("cases_journalentry", updatable=("personal", "personal_salt")),
        closed("cases_searchentry"),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]

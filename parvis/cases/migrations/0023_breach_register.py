"""The register of breaches of personal data (RGPD, article 33, 5)."""

from django.db import migrations, models

# Whose data-protection officer asks was checked; they see none of the cases, only what was recorded of breaches.
REGISTER = """
CREATE FUNCTION parvis_breaches(bodies bigint[])
RETURNS TABLE (breach text, number text, team text, body text, kind text, at timestamptz, facts jsonb,
               personal jsonb, author text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT found.facts->>'breach', told.number::text, team.name::text, body.name::text, entry.kind::text, entry.at,
         entry.facts, entry.personal, trim(concat(agent.first_name, ' ', agent.last_name))
  FROM cases_journalentry found
  JOIN cases_case told ON told.id = found.case_id
  JOIN organisations_team team ON team.id = told.team_id
  JOIN organisations_organisation body ON body.id = found.organisation_id
  JOIN cases_journalentry entry ON entry.case_id = found.case_id AND (
    (entry.kind IN ('breach_found', 'breach_told', 'breach_notified', 'breach_cleared')
     AND entry.facts->>'breach' = found.facts->>'breach')
    OR (entry.kind = 'escalated' AND entry.facts->>'clock' = 'breach'
        AND entry.facts->>'about' = found.facts->>'breach'))
  LEFT JOIN organisations_agent agent ON agent.id = entry.agent_id
  WHERE found.kind = 'breach_found' AND found.organisation_id = ANY (bodies)
  ORDER BY found.at DESC, found.id DESC, entry.position
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0022_people_looked_up")]
    operations = [
        migrations.AddIndex(
            model_name="journalentry",
            index=models.Index(
                condition=models.Q(("kind", "breach_found")), fields=["organisation"], name="journal_breaches"
            ),
        ),
        migrations.RunSQL(REGISTER, "DROP FUNCTION parvis_breaches(bigint[])"),
    ]

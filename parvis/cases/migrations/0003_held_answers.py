"""Answers held before they leave, cases around a place, and search as one types."""

import django.db.models.deletion
from django.db import migrations, models

import parvis.common.ids
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
        migrations.CreateModel(
            name="HeldAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=parvis.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField(verbose_name="texte")),
                ("then", models.CharField(blank=True, max_length=30, verbose_name="état ensuite")),
                ("leaves_at", models.DateTimeField(blank=True, null=True, verbose_name="part le")),
                (
                    "refusal",
                    models.CharField(
                        blank=True, max_length=250, verbose_name="pourquoi elle n’est pas partie"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="organisme",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="held_answers",
                        to="cases.case",
                        verbose_name="demande",
                    ),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agent",
                        verbose_name="agent",
                    ),
                ),
            ],
            options={"verbose_name": "réponse retenue"},
        ),
        migrations.AddConstraint(
            model_name="heldanswer",
            constraint=models.UniqueConstraint(fields=("case", "agent"), name="held_answer_once"),
        ),
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

"""What outages move and who reported them, seen with their cases; what agents count of them without seeing any."""

import django.db.models.deletion
from django.db import migrations, models

import parvis.common.clock
from parvis.common.row_security import PROVED, SYSTEM, enable, policy

# The last days of persons that an outage would move, before it is declared; and those it moved. Counts only: who
# declares an outage need not see the cases.
COUNTS = """
CREATE FUNCTION parvis_last_days_between(
  body bigint, codes text[], kinds text[], since timestamptz, upto timestamptz) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT count(DISTINCT k.case_id) FROM cases_clock k
  WHERE k.kind = ANY (kinds) AND k.state = 'running' AND k.due_at BETWEEN since AND upto
  AND (body IS NULL OR k.organisation_id = body)
  AND (codes = '{}' OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = k.case_id AND c.procedure_code = ANY (codes)))
$$;

CREATE FUNCTION parvis_cases_of_outage(asked bigint, why text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT count(*) FROM cases_outagelink l WHERE l.outage_id = asked AND l.reason = why
$$;
"""
NO_COUNTS = """
DROP FUNCTION parvis_cases_of_outage(bigint, text);
DROP FUNCTION parvis_last_days_between(bigint, text[], text[], timestamptz, timestamptz);
"""
WITH_ITS_CASE = f"{SYSTEM} OR case_id = {PROVED} OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0014_alerts"),
        ("organisations", "0002_outlines_and_place_search"),
        ("outages", "0001_outages"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutageLink",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("moved", "ses délais sont déplacés"),
                            ("reported", "elle signale la panne"),
                        ],
                        max_length=10,
                        verbose_name="raison",
                    ),
                ),
                ("linked_at", models.DateTimeField(default=parvis.common.clock.now, verbose_name="liée le")),
                ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="prévenue le")),
                (
                    "agent",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agent",
                        verbose_name="agent",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outage_links",
                        to="cases.case",
                        verbose_name="demande",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="organisme",
                    ),
                ),
                (
                    "outage",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="outages.outage",
                        verbose_name="panne",
                    ),
                ),
            ],
            options={
                "verbose_name": "lien avec une panne",
                "ordering": ["linked_at", "pk"],
                "indexes": [models.Index(fields=["case"], name="outage_link_of_case")],
                "constraints": [
                    models.UniqueConstraint(fields=("outage", "reason", "case"), name="outage_link_once")
                ],
            },
        ),
        enable("cases_outagelink"),
        policy("cases_outagelink", "with_its_case", using=WITH_ITS_CASE),
        policy(
            "outages_failedattempt",
            "with_its_case",
            using="EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)",
            command="SELECT",
        ),
        migrations.RunSQL(COUNTS, NO_COUNTS),
    ]

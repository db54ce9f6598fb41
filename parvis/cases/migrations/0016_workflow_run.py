"""Where a case is in its workflow, and what runs for it: actions by jobs, timers, consultations, links."""

import django.db.models.deletion
from django.db import migrations, models

import parvis.common.ids
from parvis.common.row_security import PROVED, SYSTEM, enable, policy

WITH_ITS_CASE = f"{SYSTEM} OR case_id = {PROVED} OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"
OF_EITHER_CASE = f"""
{SYSTEM} OR case_id = {PROVED} OR other_id = {PROVED}
OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id IN (case_id, other_id))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_outages"),
        ("organisations", "0002_outlines_and_place_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="status",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=50, verbose_name="étape"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="status_since",
            field=models.DateTimeField(blank=True, null=True, verbose_name="étape depuis"),
        ),
        migrations.AddField(
            model_name="case",
            name="status_turn",
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name="passage"),
        ),
        migrations.AddField(
            model_name="case",
            name="track",
            field=models.JSONField(
                blank=True,
                db_default=models.Value({}, models.JSONField()),
                default=dict,
                verbose_name="parcours",
            ),
        ),
        migrations.CreateModel(
            name="ActionRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=parvis.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("turn", models.PositiveIntegerField(verbose_name="passage")),
                ("place", models.CharField(max_length=120, verbose_name="place")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "en attente"),
                            ("done", "faite"),
                            ("failed", "en échec"),
                            ("dropped", "abandonnée"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("given", models.JSONField(default=dict, verbose_name="données")),
                ("asked_at", models.DateTimeField(verbose_name="demandée le")),
                ("next_at", models.DateTimeField(blank=True, null=True, verbose_name="prochain essai le")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="finie le")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="motif")),
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
                        related_name="action_runs",
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
            ],
            options={
                "verbose_name": "action différée",
                "ordering": ["asked_at", "pk"],
                "indexes": [
                    models.Index(fields=["case", "asked_at"], name="action_run_of_case"),
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["next_at"],
                        name="action_run_waiting",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=50, verbose_name="nom du lien")),
                ("opened", models.BooleanField(default=False, verbose_name="ouverte par la première")),
                ("made_at", models.DateTimeField(verbose_name="fait le")),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
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
                    "other",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="linked_from",
                        to="cases.case",
                        verbose_name="autre demande",
                    ),
                ),
            ],
            options={
                "verbose_name": "lien entre demandes",
                "ordering": ["made_at", "pk"],
                "indexes": [models.Index(fields=["other"], name="case_link_back")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "other", "name"), name="case_link_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=parvis.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("opinion", "avis"), ("validation", "visa")],
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                ("ask", models.CharField(max_length=50, verbose_name="demande")),
                ("turn", models.PositiveIntegerField(verbose_name="passage")),
                ("quorum", models.CharField(default="all", max_length=3, verbose_name="réponses attendues")),
                ("question", models.TextField(verbose_name="question")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "attendu"),
                            ("given", "donné"),
                            ("granted", "accordé"),
                            ("refused", "refusé"),
                            ("dropped", "plus attendu"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="réponse")),
                ("asked_at", models.DateTimeField(verbose_name="demandé le")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="attendu avant le")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="répondu le")),
                (
                    "agent",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agent",
                        verbose_name="agent consulté",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agent",
                        verbose_name="répondu par",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consultations",
                        to="cases.case",
                        verbose_name="demande",
                    ),
                ),
                (
                    "delegated_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agent",
                        verbose_name="confié par",
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
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.team",
                        verbose_name="service consulté",
                    ),
                ),
            ],
            options={
                "verbose_name": "consultation",
                "ordering": ["asked_at", "pk"],
                "indexes": [models.Index(fields=["case", "asked_at"], name="consultation_of_case")],
            },
        ),
        migrations.CreateModel(
            name="Timer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("turn", models.PositiveIntegerField(verbose_name="passage")),
                ("transition", models.CharField(max_length=50, verbose_name="transition")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "prévue"),
                            ("fired", "faite"),
                            ("cancelled", "annulée"),
                            ("stopped", "arrêtée par une erreur"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="prévue le")),
                ("times", models.PositiveSmallIntegerField(default=1, verbose_name="fois")),
                ("set_at", models.DateTimeField(verbose_name="posée le")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="finie le")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="motif")),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agent",
                        verbose_name="annulée par",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="timers",
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
            ],
            options={
                "verbose_name": "échéance programmée",
                "ordering": ["due_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["due_at", "id"],
                        name="timer_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "turn", "transition"), name="timer_once")
                ],
            },
        ),
        *[
            operation
            for table in ("cases_actionrun", "cases_consultation", "cases_timer")
            for operation in (enable(table), policy(table, "with_its_case", using=WITH_ITS_CASE))
        ],
        enable("cases_caselink"),
        policy("cases_caselink", "of_either_case", using=OF_EITHER_CASE),
    ]

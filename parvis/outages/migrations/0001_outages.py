"""Outages, what the platform knows of itself, and the proof kept of attempts that failed."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import parvis.common.clock
import parvis.common.ids
from parvis.common.row_security import PERSON, PROVED, SYSTEM, enable, policy

# Who holds the reference written on a page of error opens that attempt, and no other.
FIND = """
CREATE FUNCTION parvis_find_attempt(asked text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT id FROM outages_failedattempt WHERE reference = asked AND asked <> ''
$$;

-- What agents read of the attempts of a time: nothing by which a person is known, nor opens them.
CREATE FUNCTION parvis_attempts_between(since timestamptz, upto timestamptz)
RETURNS TABLE (
  failed_at timestamptz, organisation_id bigint, procedure_code text, gesture text, error text, told_by text
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT a.failed_at, a.organisation_id, a.procedure_code, a.gesture, a.error, a.told_by
  FROM outages_failedattempt a WHERE a.failed_at >= since AND a.failed_at <= upto
  ORDER BY a.failed_at DESC LIMIT 1000
$$;
"""
NO_FIND = """
DROP FUNCTION parvis_attempts_between(timestamptz, timestamptz);
DROP FUNCTION parvis_find_attempt(text);
"""
OWN = f"{SYSTEM} OR id = {PROVED} OR person_id = {PERSON}"


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_outlines_and_place_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                (
                    "part",
                    models.CharField(max_length=30, primary_key=True, serialize=False, verbose_name="partie"),
                ),
                ("seen_at", models.DateTimeField(verbose_name="vue le")),
            ],
            options={
                "verbose_name": "signe de vie",
            },
        ),
        migrations.CreateModel(
            name="ProbeRecord",
            fields=[
                (
                    "probe",
                    models.CharField(max_length=30, primary_key=True, serialize=False, verbose_name="sonde"),
                ),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="échecs de suite")),
                ("successes", models.PositiveIntegerField(default=0, verbose_name="succès de suite")),
                ("since", models.DateTimeField(verbose_name="depuis")),
                ("looked_at", models.DateTimeField(verbose_name="dernier essai")),
                ("said", models.CharField(blank=True, max_length=300, verbose_name="constat")),
            ],
            options={
                "verbose_name": "état d’une sonde",
            },
        ),
        migrations.CreateModel(
            name="Outage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("declared", "déclarée"),
                            ("detected", "détectée"),
                            ("planned", "maintenance prévue"),
                        ],
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                (
                    "functions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("portal", "tout le service en ligne"),
                                ("deposit", "l’envoi des demandes"),
                                ("follow_up", "le suivi des demandes et l’envoi des pièces"),
                                ("sign_in", "la connexion à l’espace personnel"),
                                ("messages", "les e-mails que nous envoyons"),
                                ("documents", "les documents en PDF"),
                                ("desk", "le bureau des agents"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="ce qui ne fonctionne pas",
                    ),
                ),
                (
                    "procedures",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="démarches",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="début")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="fin")),
                ("expected_until", models.DateTimeField(blank=True, null=True, verbose_name="fin annoncée")),
                ("said", models.CharField(blank=True, max_length=500, verbose_name="ce que lit le public")),
                ("cause", models.TextField(blank=True, verbose_name="cause")),
                ("probe", models.CharField(blank=True, max_length=30, verbose_name="sonde")),
                (
                    "declared_at",
                    models.DateTimeField(default=parvis.common.clock.now, verbose_name="déclarée le"),
                ),
                ("dismissed_at", models.DateTimeField(blank=True, null=True, verbose_name="écartée le")),
                (
                    "dismissal",
                    models.CharField(blank=True, max_length=500, verbose_name="pourquoi elle est écartée"),
                ),
                (
                    "settled_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="délais déplacés jusqu’au"),
                ),
                (
                    "settled_after",
                    models.UUIDField(blank=True, null=True, verbose_name="délais déplacés après"),
                ),
                (
                    "declared_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agent",
                        verbose_name="déclarée par",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outages",
                        to="organisations.organisation",
                        verbose_name="organisme",
                    ),
                ),
            ],
            options={
                "verbose_name": "panne",
                "ordering": ["-starts_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="OutageEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("declared", "déclarée"),
                            ("detected", "détectée"),
                            ("corrected", "corrigée"),
                            ("ended", "terminée"),
                            ("dismissed", "écartée"),
                        ],
                        max_length=10,
                        verbose_name="geste",
                    ),
                ),
                ("at", models.DateTimeField(default=parvis.common.clock.now, verbose_name="le")),
                ("facts", models.JSONField(blank=True, default=dict, verbose_name="faits")),
                (
                    "agent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agent",
                        verbose_name="agent",
                    ),
                ),
                (
                    "outage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="outages.outage",
                        verbose_name="panne",
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne d’historique d’une panne",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FailedAttempt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=parvis.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reference", models.CharField(max_length=12, unique=True, verbose_name="référence")),
                ("procedure_code", models.CharField(blank=True, max_length=100, verbose_name="démarche")),
                ("person_id", models.UUIDField(blank=True, null=True, verbose_name="personne")),
                (
                    "session",
                    models.CharField(blank=True, max_length=64, verbose_name="pseudonyme de session"),
                ),
                ("case_id", models.UUIDField(blank=True, null=True, verbose_name="demande")),
                ("draft_id", models.UUIDField(blank=True, null=True, verbose_name="brouillon")),
                (
                    "gesture",
                    models.CharField(
                        choices=[
                            ("begin", "commencer une demande"),
                            ("save", "enregistrer une demande"),
                            ("send", "envoyer une demande"),
                            ("pieces", "donner des pièces ou corriger une demande"),
                            ("write", "nous écrire"),
                            ("sign_in", "ouvrir son espace"),
                            ("other", "utiliser le service en ligne"),
                        ],
                        max_length=10,
                        verbose_name="geste",
                    ),
                ),
                ("error", models.CharField(blank=True, max_length=100, verbose_name="code de l’erreur")),
                ("failed_at", models.DateTimeField(verbose_name="le")),
                (
                    "told_by",
                    models.CharField(
                        choices=[
                            ("platform", "vue par la plateforme"),
                            ("phone", "dite au téléphone"),
                            ("counter", "dite au guichet"),
                            ("mail", "dite par e-mail ou par courrier"),
                        ],
                        default="platform",
                        max_length=10,
                        verbose_name="connue",
                    ),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agent",
                        verbose_name="notée par",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="organisme",
                    ),
                ),
            ],
            options={
                "verbose_name": "tentative échouée",
                "ordering": ["failed_at", "pk"],
                "indexes": [
                    models.Index(fields=["failed_at"], name="attempt_by_moment"),
                    models.Index(
                        condition=models.Q(("case_id__isnull", False)),
                        fields=["case_id"],
                        name="attempt_of_case",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="outage",
            index=models.Index(
                condition=models.Q(("dismissed_at", None), ("ends_at", None)),
                fields=["starts_at"],
                name="outage_not_over",
            ),
        ),
        migrations.AddIndex(
            model_name="outage",
            index=models.Index(fields=["organisation", "-starts_at"], name="outage_of_body"),
        ),
        migrations.AddConstraint(
            model_name="outage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at", None), ("ends_at__gte", models.F("starts_at")), _connector="OR"
                ),
                name="outage_ends_after_its_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="outage",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dismissed_at", None), ("ends_at", None), ("kind", "detected")),
                fields=("probe",),
                name="outage_detected_once",
            ),
        ),
        enable("outages_failedattempt"),
        policy("outages_failedattempt", "attempt_own", using=OWN),
        migrations.RunSQL(FIND, NO_FIND),
    ]

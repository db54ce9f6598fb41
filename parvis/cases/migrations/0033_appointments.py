"""Appointments proposed by workflows, seen with their case."""

import django.db.models.deletion
from django.db import migrations, models

from parvis.common.row_security import PROVED, SYSTEM, enable, policy

WITH_ITS_CASE = f"{SYSTEM} OR case_id = {PROVED} OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0032_contact_forms_and_peers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(blank=True, max_length=50, verbose_name="nom dans le parcours")),
                ("signal", models.CharField(blank=True, max_length=50, verbose_name="signal")),
                (
                    "cancelling",
                    models.CharField(blank=True, max_length=50, verbose_name="signal d’annulation"),
                ),
                ("subject", models.CharField(blank=True, max_length=250, verbose_name="objet")),
                ("agenda", models.CharField(max_length=30, verbose_name="agenda")),
                ("service", models.JSONField(default=dict, verbose_name="service")),
                ("link", models.CharField(blank=True, max_length=2000, verbose_name="lien")),
                ("reference", models.CharField(blank=True, max_length=100, verbose_name="référence")),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "à choisir"), ("taken", "pris"), ("cancelled", "annulé")],
                        default="proposed",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="début")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="fin")),
                ("place", models.CharField(blank=True, max_length=250, verbose_name="lieu")),
                ("untold", models.BooleanField(default=False, verbose_name="annulation à dire à l’agenda")),
                ("asked_at", models.DateTimeField(verbose_name="proposé le")),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appointments",
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
                "verbose_name": "rendez-vous",
                "ordering": ["asked_at", "pk"],
                "indexes": [
                    models.Index(fields=["case", "asked_at"], name="appointment_of_case"),
                    models.Index(
                        condition=models.Q(
                            models.Q(("reference", ""), _negated=True),
                            models.Q(
                                models.Q(("state", "cancelled"), _negated=True),
                                ("untold", True),
                                _connector="OR",
                            ),
                        ),
                        fields=["asked_at"],
                        name="appointment_awaited",
                    ),
                ],
            },
        ),
        enable("cases_appointment"),
        policy("cases_appointment", "with_its_case", using=WITH_ITS_CASE),
    ]

"""Telephone calls under row security: the reception of the body, or the team of who noted one."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import parvis.common.ids
from parvis.common.row_security import PROVED, SYSTEM, enable, policy

SEEN = f"{SYSTEM} OR id = {PROVED} OR about = {PROVED} OR teams && (SELECT parvis_actor_teams())::bigint[]"


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0006_stops_and_returned_post"),
        ("organisations", "0004_absences"),
        ("people", "0007_person_looks"),
    ]

    operations = [
        migrations.CreateModel(
            name="PhoneCall",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=parvis.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        size=None,
                        verbose_name="services qui le voient",
                    ),
                ),
                (
                    "reference",
                    models.CharField(blank=True, max_length=120, verbose_name="référence du standard"),
                ),
                ("line", models.CharField(blank=True, max_length=64, verbose_name="numéro appelé")),
                ("number", models.CharField(blank=True, max_length=32, verbose_name="numéro")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ringing", "sonne"),
                            ("answered", "en cours"),
                            ("ended", "terminé"),
                            ("missed", "manqué"),
                        ],
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("rang_at", models.DateTimeField(verbose_name="sonne le")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="pris le")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="fini le")),
                ("about", models.UUIDField(blank=True, null=True, verbose_name="demande née de l’appel")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "promised_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="rappel promis pour"),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="réglé le")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "personne jointe"),
                            ("absent", "pas de réponse"),
                            ("dropped", "sans suite"),
                        ],
                        max_length=10,
                        verbose_name="suite",
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
                        verbose_name="agent",
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agent",
                        verbose_name="réglé par",
                    ),
                ),
            ],
            options={
                "verbose_name": "appel",
                "ordering": ["-rang_at", "-id"],
                "indexes": [
                    models.Index(fields=["organisation", "-rang_at"], name="call_of_body"),
                    models.Index(fields=["organisation", "number"], name="call_of_number"),
                    models.Index(fields=["person", "-rang_at"], name="call_of_person"),
                    models.Index(
                        condition=models.Q(
                            ("settled_at", None),
                            models.Q(("state", "missed"), ("promised_at__isnull", False), _connector="OR"),
                        ),
                        fields=["organisation", "rang_at"],
                        name="call_to_do",
                    ),
                    models.Index(
                        fields=["rang_at"], condition=models.Q(("ended_at", None)), name="call_going_on"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reference", ""), _negated=True),
                        fields=("organisation", "reference"),
                        name="call_told_once",
                    )
                ],
            },
        ),
        enable("channels_phonecall"),
        policy("channels_phonecall", "calls_of_the_reception", using=SEEN),
    ]

"""SMS that come, under row security."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import parvis.common.ids
from parvis.common.row_security import PROVED, SYSTEM, enable, policy

SORTERS = f"{SYSTEM} OR id = {PROVED} OR about = {PROVED} OR teams && (SELECT parvis_actor_teams())::bigint[]"


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0004_post_in"),
        ("organisations", "0004_absences"),
    ]

    operations = [
        migrations.CreateModel(
            name="InboundSms",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=parvis.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reference", models.CharField(max_length=120, verbose_name="référence du prestataire")),
                ("sender", models.CharField(max_length=32, verbose_name="expéditeur")),
                ("parts", models.JSONField(default=dict, verbose_name="parties")),
                ("total", models.PositiveSmallIntegerField(default=1, verbose_name="nombre de parties")),
                ("received_at", models.DateTimeField(verbose_name="reçu le")),
                (
                    "state",
                    models.CharField(
                        choices=[("received", "à lire"), ("sorted", "classé"), ("waiting", "à trier")],
                        default="received",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "fate",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new_case", "nouvelle demande"),
                            ("reply", "réponse à une demande"),
                            ("stop", "ne veut plus de SMS"),
                            ("triage", "à trier"),
                        ],
                        max_length=20,
                        verbose_name="devenu",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=60, verbose_name="raison")),
                ("about", models.UUIDField(blank=True, null=True, verbose_name="objet concerné")),
                ("written", models.UUIDField(blank=True, null=True, verbose_name="message écrit")),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        size=None,
                        verbose_name="services qui trient",
                    ),
                ),
                ("sorted_at", models.DateTimeField(blank=True, null=True, verbose_name="classé le")),
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
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="channels.provider",
                        verbose_name="prestataire",
                    ),
                ),
            ],
            options={
                "verbose_name": "SMS reçu",
                "ordering": ["-received_at", "-id"],
                "indexes": [
                    models.Index(fields=["about"], name="sms_about"),
                    models.Index(fields=["state", "received_at"], name="sms_to_sort"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("provider", "reference"), name="sms_told_once")
                ],
            },
        ),
        enable("channels_inboundsms"),
        policy("channels_inboundsms", "sms_sorters", using=SORTERS),
    ]

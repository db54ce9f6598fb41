"""Outgoing messages, under row security."""

from django.db import migrations, models

import parvis.common.ids
from parvis.common.row_security import PROVED, SYSTEM, enable, policy


class Migration(migrations.Migration):
    initial = True

    dependencies = [("common", "0001_row_security")]

    operations = [
        migrations.CreateModel(
            name="OutboundMessage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=parvis.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("about", models.UUIDField(verbose_name="objet concerné")),
                ("channel", models.CharField(max_length=20, verbose_name="moyen")),
                ("recipient", models.CharField(max_length=320, verbose_name="destinataire")),
                (
                    "sender_name",
                    models.CharField(blank=True, max_length=200, verbose_name="nom de l’expéditeur"),
                ),
                (
                    "reply_to",
                    models.EmailField(blank=True, max_length=254, verbose_name="adresse de réponse"),
                ),
                ("subject", models.CharField(max_length=250, verbose_name="objet")),
                ("text", models.TextField(verbose_name="texte")),
                ("html", models.TextField(blank=True, verbose_name="texte mis en forme")),
                ("attachments", models.JSONField(blank=True, default=list, verbose_name="fichiers joints")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "à envoyer"),
                            ("sending", "envoi en cours"),
                            ("sent", "envoyé"),
                            ("kept", "gardé, sans envoi"),
                            ("failed", "non envoyé, nouvel essai prévu"),
                            ("undeliverable", "impossible à envoyer"),
                        ],
                        default="queued",
                        max_length=15,
                        verbose_name="état",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
                ("last_error", models.CharField(blank=True, max_length=60, verbose_name="dernier incident")),
                ("queued_at", models.DateTimeField(verbose_name="écrit le")),
                ("changed_at", models.DateTimeField(verbose_name="état depuis le")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="envoyé le")),
            ],
            options={
                "verbose_name": "message sortant",
                "ordering": ["queued_at", "id"],
                "indexes": [
                    models.Index(fields=["about", "queued_at"], name="outbound_about"),
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "sending", "failed"])),
                        fields=["changed_at"],
                        name="outbound_unfinished",
                    ),
                ],
            },
        ),
        enable("channels_outboundmessage"),
        policy(
            "channels_outboundmessage",
            "message_proved",
            using=f"{SYSTEM} OR id = {PROVED} OR about = {PROVED}",
        ),
    ]

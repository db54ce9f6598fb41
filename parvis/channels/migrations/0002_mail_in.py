"""Mails that come: the addresses that receive them, the boxes that are read, the mails under row security."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import parvis.common.ids
from parvis.common.row_security import PROVED, SYSTEM, enable, policy

# Whoever sorts it sees it; then whoever sees what it was sorted into (a policy of the room above).
SORTERS = f"{SYSTEM} OR id = {PROVED} OR about = {PROVED} OR teams && (SELECT parvis_actor_teams())::bigint[]"


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0001_messages"),
        ("organisations", "0002_outlines_and_place_search"),
    ]

    operations = [
        migrations.AlterField(
            model_name="outboundmessage",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "à envoyer"),
                    ("sending", "envoi en cours"),
                    ("sent", "envoyé"),
                    ("kept", "gardé, sans envoi"),
                    ("failed", "non envoyé, nouvel essai prévu"),
                    ("undeliverable", "impossible à envoyer"),
                    ("bounced", "revenu, non remis"),
                ],
                default="queued",
                max_length=15,
                verbose_name="état",
            ),
        ),
        migrations.CreateModel(
            name="MailAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=254, unique=True, verbose_name="adresse")),
                (
                    "procedure_code",
                    models.CharField(default="contact", max_length=100, verbose_name="démarche"),
                ),
                (
                    "takes_replies",
                    models.BooleanField(default=True, verbose_name="reçoit les réponses à nos messages"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mail_addresses",
                        to="organisations.organisation",
                        verbose_name="organisme",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mail_addresses",
                        to="organisations.team",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "adresse de réception",
                "ordering": ["address"],
            },
        ),
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="nom")),
                ("host", models.CharField(max_length=253, verbose_name="serveur")),
                ("port", models.PositiveIntegerField(default=993, verbose_name="port")),
                (
                    "security",
                    models.CharField(
                        choices=[
                            ("tls", "TLS"),
                            ("starttls", "STARTTLS"),
                            ("none", "aucune (réseau interne)"),
                        ],
                        default="tls",
                        max_length=10,
                        verbose_name="protection",
                    ),
                ),
                ("login", models.CharField(max_length=254, verbose_name="identifiant")),
                ("secret", models.TextField(blank=True, verbose_name="mot de passe chiffré")),
                (
                    "secret_name",
                    models.CharField(blank=True, max_length=100, verbose_name="variable du mot de passe"),
                ),
                ("folder", models.CharField(default="INBOX", max_length=200, verbose_name="dossier")),
                (
                    "afterwards",
                    models.CharField(
                        choices=[
                            ("leave", "laisser dans la boîte, marqué comme lu"),
                            ("move", "déplacer dans un autre dossier"),
                            ("delete", "supprimer de la boîte"),
                        ],
                        default="leave",
                        max_length=10,
                        verbose_name="ensuite",
                    ),
                ),
                (
                    "moved_to",
                    models.CharField(blank=True, max_length=200, verbose_name="dossier d’archivage"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "uid_validity",
                    models.BigIntegerField(blank=True, null=True, verbose_name="validité des numéros"),
                ),
                ("last_uid", models.BigIntegerField(default=0, verbose_name="dernier numéro lu")),
                ("tried_at", models.DateTimeField(blank=True, null=True, verbose_name="dernier essai")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="dernière lecture")),
                ("next_try_at", models.DateTimeField(blank=True, null=True, verbose_name="prochain essai")),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="essais manqués de suite")),
                ("last_error", models.CharField(blank=True, max_length=60, verbose_name="dernier incident")),
                (
                    "default_address",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mailboxes",
                        to="channels.mailaddress",
                        verbose_name="adresse des messages qui n’en nomment aucune",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mailboxes",
                        to="organisations.organisation",
                        verbose_name="organisme",
                    ),
                ),
            ],
            options={
                "verbose_name": "boîte e-mail",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="InboundMail",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=parvis.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "uid_validity",
                    models.BigIntegerField(blank=True, null=True, verbose_name="validité des numéros"),
                ),
                ("uid", models.BigIntegerField(blank=True, null=True, verbose_name="numéro dans la boîte")),
                ("key", models.CharField(max_length=100, verbose_name="clé dans le stockage")),
                ("size", models.PositiveBigIntegerField(verbose_name="taille en octets")),
                ("sha256", models.CharField(max_length=64, verbose_name="empreinte SHA-256")),
                (
                    "envelope_from",
                    models.CharField(
                        blank=True, max_length=320, null=True, verbose_name="expéditeur de l’enveloppe"
                    ),
                ),
                (
                    "envelope_to",
                    models.JSONField(blank=True, default=list, verbose_name="destinataires de l’enveloppe"),
                ),
                ("received_at", models.DateTimeField(verbose_name="reçu le")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "à lire"),
                            ("sorted", "classé"),
                            ("waiting", "à trier"),
                            ("parked", "mis de côté"),
                            ("dismissed", "écarté"),
                        ],
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
                            ("bounce", "message non remis"),
                            ("automatic_answer", "réponse automatique"),
                            ("read_receipt", "accusé de lecture"),
                            ("report", "plainte d’un fournisseur"),
                            ("mailing_list", "liste de diffusion"),
                            ("loop", "boucle"),
                            ("duplicate", "déjà reçu"),
                            ("triage", "à trier"),
                            ("dismissed", "écarté"),
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
                ("sender", models.CharField(blank=True, max_length=320, verbose_name="expéditeur")),
                (
                    "sender_name",
                    models.CharField(blank=True, max_length=200, verbose_name="nom de l’expéditeur"),
                ),
                ("subject", models.CharField(blank=True, max_length=250, verbose_name="objet")),
                (
                    "message_id",
                    models.CharField(blank=True, max_length=250, verbose_name="identifiant du message"),
                ),
                ("identity", models.CharField(blank=True, max_length=64, verbose_name="identité")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="lectures")),
                ("replays", models.PositiveSmallIntegerField(default=0, verbose_name="relectures demandées")),
                ("sorted_at", models.DateTimeField(blank=True, null=True, verbose_name="classé le")),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="organisme",
                    ),
                ),
                (
                    "address",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="channels.mailaddress",
                        verbose_name="adresse",
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="channels.mailbox",
                        verbose_name="boîte",
                    ),
                ),
            ],
            options={
                "verbose_name": "e-mail reçu",
                "ordering": ["-received_at", "-id"],
            },
        ),
        migrations.AddConstraint(
            model_name="mailbox",
            constraint=models.UniqueConstraint(
                fields=("organisation", "host", "login", "folder"), name="mailbox_once"
            ),
        ),
        migrations.AddIndex(
            model_name="inboundmail",
            index=models.Index(fields=["identity"], name="mail_identity"),
        ),
        migrations.AddIndex(
            model_name="inboundmail",
            index=models.Index(fields=["message_id"], name="mail_message_id"),
        ),
        migrations.AddIndex(
            model_name="inboundmail",
            index=models.Index(fields=["about", "received_at"], name="mail_about"),
        ),
        migrations.AddIndex(
            model_name="inboundmail",
            index=models.Index(fields=["state", "-received_at"], name="mail_to_sort"),
        ),
        migrations.AddConstraint(
            model_name="inboundmail",
            constraint=models.UniqueConstraint(
                condition=models.Q(("uid__isnull", False)),
                fields=("mailbox", "uid_validity", "uid"),
                name="mail_fetched_once",
            ),
        ),
        enable("channels_inboundmail"),
        policy("channels_inboundmail", "mail_sorters", using=SORTERS),
    ]

"""Several ways to a person, the providers that carry messages, how a body signs them, letters printed together."""

import django.db.models.deletion
from django.db import migrations, models

import parvis.common.ids


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0002_mail_in"),
        ("organisations", "0004_absences"),
    ]

    operations = [
        migrations.CreateModel(
            name="SendingSettings",
            fields=[
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="sending",
                        serialize=False,
                        to="organisations.organisation",
                        verbose_name="organisme",
                    ),
                ),
                (
                    "sender_name",
                    models.CharField(blank=True, max_length=200, verbose_name="nom de l’expéditeur"),
                ),
                (
                    "sms_sender",
                    models.CharField(blank=True, max_length=11, verbose_name="expéditeur des SMS"),
                ),
                ("signature", models.TextField(blank=True, max_length=500, verbose_name="signature")),
                ("is_test", models.BooleanField(default=False, verbose_name="mode d’essai")),
                ("registered", models.BooleanField(default=False, verbose_name="lettres recommandées")),
            ],
            options={
                "verbose_name": "réglages d’envoi",
            },
        ),
        migrations.CreateModel(
            name="StoppedNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seal", models.CharField(max_length=64, verbose_name="sceau")),
                ("stopped_at", models.DateTimeField(verbose_name="arrêté le")),
            ],
            options={
                "verbose_name": "numéro qui ne veut plus de SMS",
            },
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="binding",
            field=models.BooleanField(db_default=False, default=False, verbose_name="fait partir un délai"),
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="delivered_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="remis le"),
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="followed_by",
            field=models.UUIDField(blank=True, null=True, verbose_name="relayé par"),
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="opened_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="ouvert le"),
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
                verbose_name="organisme",
            ),
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="parts",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="parties"),
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="purpose",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=30, verbose_name="nature"
            ),
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="reference",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=100, verbose_name="référence du prestataire"
            ),
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="registered",
            field=models.BooleanField(db_default=False, default=False, verbose_name="recommandé"),
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="ways",
            field=models.JSONField(
                blank=True,
                db_default=models.Value([], models.JSONField()),
                default=list,
                verbose_name="autres moyens",
            ),
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="written",
            field=models.JSONField(
                blank=True,
                db_default=models.Value({}, models.JSONField()),
                default=dict,
                verbose_name="rédaction",
            ),
        ),
        migrations.AlterField(
            model_name="outboundmessage",
            name="recipient",
            field=models.CharField(max_length=600, verbose_name="destinataire"),
        ),
        migrations.AlterField(
            model_name="outboundmessage",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "à envoyer"),
                    ("sending", "envoi en cours"),
                    ("to_print", "à imprimer"),
                    ("sent", "envoyé"),
                    ("delivered", "remis"),
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
            name="PrintBatch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=parvis.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="préparé le")),
                ("letters", models.PositiveIntegerField(verbose_name="lettres")),
                ("pages", models.PositiveIntegerField(default=0, verbose_name="pages")),
                ("key", models.CharField(blank=True, max_length=100, verbose_name="clé du PDF")),
                ("manifest", models.CharField(blank=True, max_length=100, verbose_name="clé du bordereau")),
                ("trouble", models.CharField(blank=True, max_length=60, verbose_name="incident")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="posté le")),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agent",
                        verbose_name="préparé par",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="print_batches",
                        to="organisations.organisation",
                        verbose_name="organisme",
                    ),
                ),
            ],
            options={
                "verbose_name": "lot à imprimer",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="batch",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="messages",
                to="channels.printbatch",
                verbose_name="lot à imprimer",
            ),
        ),
        migrations.CreateModel(
            name="Provider",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="nom")),
                ("channel", models.CharField(max_length=20, verbose_name="moyen")),
                ("transport", models.CharField(max_length=30, verbose_name="prestataire")),
                ("priority", models.PositiveSmallIntegerField(default=1, verbose_name="ordre")),
                ("settings", models.JSONField(blank=True, default=dict, verbose_name="réglages")),
                ("secret", models.TextField(blank=True, verbose_name="secret chiffré")),
                (
                    "secret_name",
                    models.CharField(blank=True, max_length=100, verbose_name="variable du secret"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="actif")),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="échecs de suite")),
                (
                    "resting_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="au repos jusqu’à"),
                ),
                ("last_error", models.CharField(blank=True, max_length=60, verbose_name="dernier incident")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="dernier envoi")),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="providers",
                        to="organisations.organisation",
                        verbose_name="organisme",
                    ),
                ),
            ],
            options={
                "verbose_name": "prestataire d’envoi",
                "ordering": ["channel", "priority", "pk"],
            },
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="provider",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="channels.provider",
                verbose_name="prestataire",
            ),
        ),
        migrations.AddIndex(
            model_name="outboundmessage",
            index=models.Index(fields=["organisation", "-queued_at"], name="outbound_of_body"),
        ),
        migrations.AddIndex(
            model_name="outboundmessage",
            index=models.Index(
                condition=models.Q(("reference", ""), _negated=True),
                fields=["provider", "reference"],
                name="outbound_reference",
            ),
        ),
        migrations.AddField(
            model_name="stoppednumber",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="organisations.organisation",
                verbose_name="organisme",
            ),
        ),
        migrations.AddIndex(
            model_name="printbatch",
            index=models.Index(fields=["organisation", "-made_at"], name="print_batch_of_body"),
        ),
        migrations.AddConstraint(
            model_name="provider",
            constraint=models.UniqueConstraint(
                fields=("organisation", "name"), name="provider_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="stoppednumber",
            constraint=models.UniqueConstraint(fields=("organisation", "seal"), name="stopped_number_once"),
        ),
    ]

"""How persons want to be answered, each time they said it, under row security."""

import django.db.models.deletion
from django.db import migrations, models

import parvis.common.ids
from parvis.common.row_security import PERSON, PROVED, SYSTEM, enable, policy

SEEN = (
    f"{SYSTEM} OR person_id = {PERSON} OR person_id = {PROVED} "
    "OR EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_streets"),
        ("people", "0003_proved_identities"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="opening_agreed_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="accord pour savoir si un message est ouvert"
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="preferred_channel",
            field=models.CharField(
                choices=[
                    ("email", "e-mail"),
                    ("sms", "SMS"),
                    ("phone", "téléphone"),
                    ("post", "courrier"),
                    ("online", "en ligne seulement"),
                ],
                default="email",
                max_length=10,
                verbose_name="moyen de contact préféré",
            ),
        ),
        migrations.CreateModel(
            name="ChannelChoice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=parvis.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("chosen_at", models.DateTimeField(verbose_name="dit le")),
                (
                    "preferred_channel",
                    models.CharField(
                        choices=[
                            ("email", "e-mail"),
                            ("sms", "SMS"),
                            ("phone", "téléphone"),
                            ("post", "courrier"),
                            ("online", "en ligne seulement"),
                        ],
                        max_length=10,
                        verbose_name="moyen de contact",
                    ),
                ),
                ("consents", models.BooleanField(verbose_name="accepte les échanges électroniques")),
                (
                    "tells_opening",
                    models.BooleanField(default=False, verbose_name="accepte que l’ouverture soit connue"),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("space", "dans son espace"),
                            ("counter", "au guichet"),
                            ("phone", "au téléphone"),
                            ("letter", "par courrier"),
                            ("sms", "par SMS"),
                        ],
                        max_length=10,
                        verbose_name="dit",
                    ),
                ),
                ("proof", models.CharField(blank=True, max_length=300, verbose_name="preuve")),
                ("proof_file", models.UUIDField(blank=True, null=True, verbose_name="fichier de preuve")),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="channel_choices",
                        to="people.person",
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "choix de contact",
                "ordering": ["-chosen_at"],
            },
        ),
        enable("people_channelchoice"),
        # No policy for UPDATE: what was said is never rewritten.
        policy("people_channelchoice", "read_of_a_person_seen", using=SEEN, command="SELECT"),
        policy("people_channelchoice", "said_of_a_person_seen", using=SEEN, command="INSERT"),
        policy("people_channelchoice", "forgotten", using=SYSTEM, command="DELETE"),
    ]

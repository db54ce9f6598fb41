"""Post that comes: folders looked into, scans as they came, letters cut out of them, under row security."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import parvis.common.ids
from parvis.common.row_security import PROVED, SYSTEM, enable, policy

# Whoever sorts it sees it; then whoever sees what it was sorted into (a policy of the room above). A pile holds the
# letters of several persons: it is never shown with a case.
SORTERS = f"{SYSTEM} OR id = {PROVED} OR teams && (SELECT parvis_actor_teams())::bigint[]"


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0003_ways_out"),
        ("organisations", "0004_absences"),
    ]

    operations = [
        migrations.CreateModel(
            name="PostFolder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="nom")),
                ("path", models.CharField(max_length=500, verbose_name="dossier")),
                (
                    "split",
                    models.CharField(
                        choices=[
                            ("sheets", "des feuilles intercalaires"),
                            ("blanks", "des feuilles blanches"),
                            ("whole", "rien : un seul courrier par fichier"),
                        ],
                        default="sheets",
                        max_length=10,
                        verbose_name="séparation",
                    ),
                ),
                (
                    "moved_to",
                    models.CharField(blank=True, max_length=100, verbose_name="dossier d’archivage"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="actif")),
                ("looked", models.JSONField(blank=True, default=dict, verbose_name="dernier regard")),
                ("looked_at", models.DateTimeField(blank=True, null=True, verbose_name="regardé le")),
                ("last_error", models.CharField(blank=True, max_length=60, verbose_name="dernier incident")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="post_folders",
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
                        related_name="+",
                        to="organisations.team",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "dossier de courrier",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PostPile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=parvis.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nom du fichier")),
                ("key", models.CharField(max_length=100, verbose_name="clé dans le stockage")),
                ("size", models.PositiveBigIntegerField(verbose_name="taille en octets")),
                ("sha256", models.CharField(max_length=64, verbose_name="empreinte SHA-256")),
                (
                    "split",
                    models.CharField(
                        choices=[
                            ("sheets", "des feuilles intercalaires"),
                            ("blanks", "des feuilles blanches"),
                            ("whole", "rien : un seul courrier par fichier"),
                        ],
                        default="sheets",
                        max_length=10,
                        verbose_name="séparation",
                    ),
                ),
                ("arrived_on", models.DateField(blank=True, null=True, verbose_name="tampon d’arrivée")),
                ("received_at", models.DateTimeField(verbose_name="reçu le")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "à lire"),
                            ("read", "lu"),
                            ("aside", "mis de côté"),
                            ("dismissed", "écarté"),
                        ],
                        default="received",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=60, verbose_name="raison")),
                ("pages", models.PositiveIntegerField(default=0, verbose_name="pages")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="lectures")),
                (
                    "teams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        size=None,
                        verbose_name="services qui trient",
                    ),
                ),
                (
                    "folder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="channels.postfolder",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisations.agent",
                        verbose_name="donné par",
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
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.team",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "liasse numérisée",
                "ordering": ["-received_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="InboundLetter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=parvis.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("first_page", models.PositiveIntegerField(default=1, verbose_name="première page")),
                ("pages", models.PositiveIntegerField(verbose_name="pages")),
                ("pictures", models.PositiveSmallIntegerField(default=0, verbose_name="pages montrées")),
                ("key", models.CharField(max_length=100, verbose_name="clé dans le stockage")),
                ("size", models.PositiveBigIntegerField(verbose_name="taille en octets")),
                ("sha256", models.CharField(max_length=64, verbose_name="empreinte SHA-256")),
                ("arrived_on", models.DateField(blank=True, null=True, verbose_name="tampon d’arrivée")),
                ("received_at", models.DateTimeField(verbose_name="numérisé le")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "à trier"), ("sorted", "classé"), ("dismissed", "écarté")],
                        default="waiting",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "fate",
                    models.CharField(
                        blank=True,
                        choices=[("new_case", "nouvelle demande"), ("reply", "réponse à une demande")],
                        max_length=20,
                        verbose_name="devenu",
                    ),
                ),
                ("proposed", models.UUIDField(blank=True, null=True, verbose_name="objet proposé")),
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
                    "pile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="channels.postpile",
                        verbose_name="liasse",
                    ),
                ),
            ],
            options={
                "verbose_name": "courrier reçu",
                "ordering": ["received_at", "pile", "first_page"],
            },
        ),
        migrations.AddConstraint(
            model_name="postfolder",
            constraint=models.UniqueConstraint(fields=("path",), name="post_folder_once"),
        ),
        migrations.AddIndex(
            model_name="postpile",
            index=models.Index(fields=["state", "-received_at"], name="post_pile_state"),
        ),
        migrations.AddConstraint(
            model_name="postpile",
            constraint=models.UniqueConstraint(fields=("organisation", "sha256"), name="post_pile_once"),
        ),
        migrations.AddIndex(
            model_name="inboundletter",
            index=models.Index(fields=["about"], name="letter_about"),
        ),
        migrations.AddIndex(
            model_name="inboundletter",
            index=models.Index(fields=["state", "received_at"], name="letter_to_sort"),
        ),
        migrations.AddConstraint(
            model_name="inboundletter",
            constraint=models.UniqueConstraint(fields=("pile", "first_page"), name="letter_of_pile_once"),
        ),
        enable("channels_postpile"),
        policy("channels_postpile", "pile_sorters", using=SORTERS),
        enable("channels_inboundletter"),
        policy("channels_inboundletter", "letter_sorters", using=f"{SORTERS} OR about = {PROVED}"),
    ]

"""Contact forms of teams; other Parvis with which demands are exchanged. Nothing personal: no policy."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0031_person_entries"),
        ("organisations", "0004_absences"),
    ]

    operations = [
        migrations.CreateModel(
            name="Peer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=150, verbose_name="nom")),
                ("address", models.URLField(max_length=300, verbose_name="adresse")),
                ("is_active", models.BooleanField(default=True, verbose_name="actif")),
            ],
            options={
                "verbose_name": "autre Parvis",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="ContactForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="adresse")),
                ("title", models.CharField(max_length=120, verbose_name="titre")),
                ("introduction", models.TextField(blank=True, max_length=1000, verbose_name="introduction")),
                ("thanks", models.TextField(blank=True, max_length=600, verbose_name="mots de remerciement")),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="sujets",
                    ),
                ),
                (
                    "procedure_code",
                    models.CharField(default="contact", max_length=100, verbose_name="démarche"),
                ),
                (
                    "most_files",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="fichiers au plus",
                    ),
                ),
                ("is_open", models.BooleanField(default=True, verbose_name="ouvert")),
                ("created_at", models.DateTimeField(verbose_name="créé le")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_forms",
                        to="organisations.organisation",
                        verbose_name="organisme",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_forms",
                        to="organisations.team",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "formulaire de contact",
                "ordering": ["organisation", "title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PeerKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key_id", models.SlugField(max_length=80, unique=True, verbose_name="nom de la clé")),
                ("secret_name", models.CharField(max_length=100, verbose_name="variable du secret")),
                ("since", models.DateTimeField(verbose_name="depuis")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="jusqu’à")),
                (
                    "peer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="keys",
                        to="cases.peer",
                        verbose_name="autre Parvis",
                    ),
                ),
            ],
            options={
                "verbose_name": "clé d’un autre Parvis",
                "ordering": ["peer", "-since"],
            },
        ),
        migrations.CreateModel(
            name="PeerBody",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=100, verbose_name="adresse là-bas")),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                (
                    "peer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bodies",
                        to="cases.peer",
                        verbose_name="autre Parvis",
                    ),
                ),
            ],
            options={
                "verbose_name": "organisme d’un autre Parvis",
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(fields=("peer", "slug"), name="peer_body_once")],
            },
        ),
    ]

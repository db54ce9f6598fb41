"""Who opened the file of a person: read by that person, written by who sees them, never rewritten."""

import django.db.models.deletion
from django.db import migrations, models

import parvis.common.ids
from parvis.common.row_security import PERSON, SYSTEM, append_only, enable, policy

SEEN = f"{SYSTEM} OR EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_absences"),
        ("people", "0006_contact_points"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonLook",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=parvis.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("body", models.CharField(max_length=200, verbose_name="organisme")),
                ("team", models.CharField(blank=True, max_length=200, verbose_name="service")),
                ("capacity", models.CharField(blank=True, max_length=200, verbose_name="qualité")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("case", "votre demande est traitée par ce service"),
                            ("counter", "vous étiez au guichet"),
                            ("phone", "vous étiez au téléphone"),
                            ("letter", "un courrier ou un e-mail de vous est arrivé"),
                            ("identity", "vérifier vos coordonnées"),
                            ("other", "autre raison"),
                        ],
                        max_length=10,
                        verbose_name="raison",
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=300, verbose_name="précision")),
                ("looked_at", models.DateTimeField(verbose_name="consultée le")),
                (
                    "agent",
                    models.ForeignKey(
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
                        related_name="looks",
                        to="people.person",
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "consultation de fiche",
                "ordering": ["-looked_at"],
                "indexes": [models.Index(fields=["person", "-looked_at"], name="look_of_person")],
            },
        ),
        enable("people_personlook"),
        policy(
            "people_personlook",
            "read_by_the_person",
            using=f"{SYSTEM} OR person_id = {PERSON}",
            command="SELECT",
        ),
        policy("people_personlook", "kept_by_who_sees_them", using=SEEN, command="INSERT"),
        append_only("people_personlook"),
    ]

"""Persons known by an identity provider, and the one way from its subject to a person: an id, nothing else."""

import django.db.models.deletion
from django.db import migrations, models

import parvis.common.ids
from parvis.common.row_security import PERSON, PROVED, SYSTEM, enable, policy

PERSON_OF_IDENTITY = """
CREATE FUNCTION parvis_person_of_identity(text, text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ SELECT person_id FROM people_provedidentity WHERE provider = $1 AND subject = $2 $$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_person_of_account")]

    operations = [
        migrations.CreateModel(
            name="ProvedIdentity",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=parvis.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("provider", models.CharField(max_length=40, verbose_name="fournisseur d’identité")),
                ("subject", models.CharField(max_length=64, verbose_name="empreinte de l’identifiant")),
                ("created_at", models.DateTimeField(verbose_name="connue depuis le")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identities",
                        to="people.person",
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "identité prouvée",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("provider", "subject"), name="one_person_for_a_proved_identity"
                    )
                ],
            },
        ),
        enable("people_provedidentity"),
        policy(
            "people_provedidentity",
            "own_identity",
            using=f"{SYSTEM} OR person_id = {PERSON} OR person_id = {PROVED}",
        ),
        migrations.RunSQL(PERSON_OF_IDENTITY, "DROP FUNCTION parvis_person_of_identity(text, text)"),
    ]

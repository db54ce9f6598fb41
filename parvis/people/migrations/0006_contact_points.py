"""Several addresses and numbers for one person, under row security; who an address or an account leads to.

The functions give an id and nothing else. They follow merges: an account, an identity or an address of someone who was
merged opens the space of who they are now.
"""

import django.db.models.deletion
from django.db import migrations, models

import parvis.common.ids
from parvis.common.row_security import PERSON, PROVED, SYSTEM, enable, policy

SEEN = (
    f"{SYSTEM} OR person_id = {PERSON} OR person_id = {PROVED} "
    "OR EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"
)

FUNCTIONS = """
CREATE FUNCTION parvis_person_kept(uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH RECURSIVE chain AS (
    SELECT id, merged_into_id FROM people_person WHERE id = $1
    UNION SELECT p.id, p.merged_into_id FROM chain JOIN people_person p ON p.id = chain.merged_into_id)
  SELECT id FROM chain WHERE merged_into_id IS NULL
$$;

-- An account that has just signed in: its own person, else who verified its address by a link sent there.
CREATE OR REPLACE FUNCTION parvis_person_of_account(bigint) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT parvis_person_kept(coalesce(
    (SELECT id FROM people_person WHERE account_id = $1),
    (SELECT point.person_id FROM common_account account
     JOIN people_contactpoint point ON point.value = lower(account.email)
     WHERE account.id = $1 AND point.kind = 'email' AND point.verified_by = 'link')))
$$;

CREATE OR REPLACE FUNCTION parvis_person_of_identity(text, text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT parvis_person_kept(person_id) FROM people_provedidentity WHERE provider = $1 AND subject = $2
$$;

-- The only person who proved that an address or a number is theirs; nobody when two did.
CREATE FUNCTION parvis_person_at(text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH found AS (
    SELECT parvis_person_kept(person_id) AS id FROM people_contactpoint
    WHERE value = $1 AND verified_at IS NOT NULL
    UNION SELECT parvis_person_kept(person.id) FROM common_account account
    JOIN people_person person ON person.account_id = account.id
    WHERE lower(account.email) = $1 AND account.last_login IS NOT NULL)
  SELECT min(id::text)::uuid FROM found HAVING count(*) = 1
$$;
"""

NO_FUNCTIONS = """
DROP FUNCTION parvis_person_at(text);
CREATE OR REPLACE FUNCTION parvis_person_of_identity(text, text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ SELECT person_id FROM people_provedidentity WHERE provider = $1 AND subject = $2 $$;
CREATE OR REPLACE FUNCTION parvis_person_of_account(bigint) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ SELECT id FROM people_person WHERE account_id = $1 $$;
DROP FUNCTION parvis_person_kept(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_absences"),
        ("people", "0005_chosen_in_a_deposit"),
        ("common", "0001_row_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactPoint",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=parvis.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("email", "adresse e-mail"), ("phone", "téléphone")],
                        max_length=5,
                        verbose_name="nature",
                    ),
                ),
                ("value", models.CharField(max_length=254, verbose_name="adresse ou numéro")),
                ("is_main", models.BooleanField(default=False, verbose_name="principale")),
                ("added_at", models.DateTimeField(verbose_name="ajoutée le")),
                ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="vérifiée le")),
                (
                    "verified_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("link", "par un lien envoyé à cette adresse"),
                            ("code", "par un code envoyé à ce numéro"),
                            ("provider", "par un service d’identité"),
                            ("agent", "par un agent"),
                        ],
                        max_length=8,
                        verbose_name="vérifiée",
                    ),
                ),
                ("code_hash", models.CharField(blank=True, max_length=64, verbose_name="empreinte du code")),
                ("tried_at", models.DateTimeField(blank=True, null=True, verbose_name="code envoyé le")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
            ],
            options={
                "verbose_name": "coordonnée",
                "ordering": ["kind", "-is_main", "added_at"],
            },
        ),
        migrations.AddField(
            model_name="person",
            name="birth_date",
            field=models.DateField(blank=True, null=True, verbose_name="date de naissance"),
        ),
        migrations.AddField(
            model_name="person",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="absorbed",
                to="people.person",
                verbose_name="réunie à",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="rna",
            field=models.CharField(blank=True, max_length=10, verbose_name="numéro RNA"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)),
                fields=["merged_into"],
                name="person_absorbed",
            ),
        ),
        migrations.AddField(
            model_name="contactpoint",
            name="agent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.agent",
                verbose_name="agent",
            ),
        ),
        migrations.AddField(
            model_name="contactpoint",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="contact_points",
                to="people.person",
                verbose_name="personne",
            ),
        ),
        migrations.AddIndex(
            model_name="contactpoint",
            index=models.Index(fields=["value"], name="contact_point_value"),
        ),
        migrations.AddConstraint(
            model_name="contactpoint",
            constraint=models.UniqueConstraint(fields=("person", "kind", "value"), name="contact_point_once"),
        ),
        migrations.AddConstraint(
            model_name="contactpoint",
            constraint=models.UniqueConstraint(
                condition=models.Q(("verified_by", "link")),
                fields=("value",),
                name="one_person_for_a_linked_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactpoint",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_main", True)),
                fields=("person", "kind"),
                name="contact_point_one_main",
            ),
        ),
        enable("people_contactpoint"),
        policy("people_contactpoint", "of_a_person_seen", using=SEEN),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
    ]

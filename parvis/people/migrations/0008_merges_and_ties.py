"""What merged two persons, so that it can be undone; who acts for whom; under row security.

An account or an identity leads to its own person again, merged or not: the session keeps that one, and each request
asks whose space it is now (``parvis_person_kept``). Undoing a merge so closes at once what was opened through it.
"""

import django.db.models.deletion
from django.db import migrations, models

import parvis.common.ids
from parvis.common.row_security import PERSON, PROVED, SYSTEM, append_only, enable, policy

MERGE = (
    f"{SYSTEM} OR kept_id = {PERSON} OR absorbed_id = {PERSON} OR kept_id = {PROVED} OR absorbed_id = {PROVED} "
    "OR EXISTS (SELECT 1 FROM people_person p WHERE p.id = kept_id OR p.id = absorbed_id)"
)
TIE = (
    f"{SYSTEM} OR who_id = {PERSON} OR whom_id = {PERSON} "
    "OR (EXISTS (SELECT 1 FROM people_person p WHERE p.id = who_id) "
    "AND EXISTS (SELECT 1 FROM people_person p WHERE p.id = whom_id))"
)
# Those at a person merged since; those at the other one while they were one.
LOOKS = f"""
EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id AND p.merged_into_id = {PERSON})
OR EXISTS (
  SELECT 1 FROM people_personmerge m
  WHERE m.absorbed_id = {PERSON} AND m.kept_id = person_id
    AND looked_at BETWEEN m.merged_at AND coalesce(m.undone_at, 'infinity'))
"""

FUNCTIONS = """
CREATE OR REPLACE FUNCTION parvis_person_of_account(bigint) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT coalesce(
    (SELECT id FROM people_person WHERE account_id = $1),
    (SELECT point.person_id FROM common_account account
     JOIN people_contactpoint point ON point.value = lower(account.email)
     WHERE account.id = $1 AND point.kind = 'email' AND point.verified_by = 'link'))
$$;

CREATE OR REPLACE FUNCTION parvis_person_of_identity(text, text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT person_id FROM people_provedidentity WHERE provider = $1 AND subject = $2
$$;
"""
FORMER_FUNCTIONS = """
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
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_absences"),
        ("people", "0007_person_looks"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonMerge",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=parvis.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("asked", "vous l’avez demandé"),
                            ("document", "une pièce d’identité a été vue"),
                            ("entry", "la même personne avait été enregistrée deux fois"),
                            ("proved", "vous avez prouvé les deux adresses"),
                        ],
                        max_length=10,
                        verbose_name="motif",
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=300, verbose_name="précision")),
                ("merged_at", models.DateTimeField(verbose_name="réunies le")),
                ("body", models.CharField(blank=True, max_length=200, verbose_name="organisme")),
                ("capacity", models.CharField(blank=True, max_length=200, verbose_name="qualité")),
                ("moved", models.JSONField(default=dict, verbose_name="ce qui a suivi")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="séparées le")),
                (
                    "undone_why",
                    models.CharField(blank=True, max_length=300, verbose_name="raison de la séparation"),
                ),
                (
                    "absorbed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merges_into",
                        to="people.person",
                        verbose_name="fiche réunie",
                    ),
                ),
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
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merges",
                        to="people.person",
                        verbose_name="fiche gardée",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agent",
                        verbose_name="séparées par",
                    ),
                ),
            ],
            options={
                "verbose_name": "réunion de fiches",
                "ordering": ["-merged_at"],
                "indexes": [models.Index(fields=["kept", "-merged_at"], name="merge_of_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("absorbed",),
                        name="a_person_is_merged_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("absorbed")), _negated=True),
                        name="nobody_merges_with_themselves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonTie",
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
                        choices=[
                            ("contact", "contact de l’organisme"),
                            ("manager", "représentant légal de l’organisme"),
                            ("parent", "parent d’un enfant mineur"),
                            ("guardian", "tuteur ou curateur"),
                            ("relative", "proche"),
                            ("helper", "professionnel ou bénévole qui aide"),
                        ],
                        max_length=10,
                        verbose_name="en tant que",
                    ),
                ),
                ("since", models.DateField(verbose_name="depuis le")),
                ("until", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                ("who_name", models.CharField(max_length=200, verbose_name="nom de qui agit")),
                ("whom_name", models.CharField(max_length=200, verbose_name="nom de l’autre")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="comment on le sait")),
                ("mandate", models.UUIDField(blank=True, null=True, verbose_name="mandat")),
                ("noted_at", models.DateTimeField(verbose_name="noté le")),
                ("body", models.CharField(blank=True, max_length=200, verbose_name="organisme qui l’a noté")),
                (
                    "agent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.agent",
                        verbose_name="noté par",
                    ),
                ),
                (
                    "who",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acts_for",
                        to="people.person",
                        verbose_name="personne qui agit",
                    ),
                ),
                (
                    "whom",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="helped_by",
                        to="people.person",
                        verbose_name="pour",
                    ),
                ),
            ],
            options={
                "verbose_name": "lien entre personnes",
                "ordering": ["-since"],
                "indexes": [models.Index(fields=["whom"], name="tie_of_whom")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("who", models.F("whom")), _negated=True),
                        name="nobody_acts_for_themselves",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("who", "whom", "kind"), name="a_tie_once"
                    ),
                ],
            },
        ),
        policy(
            "people_person",
            "absorbed_by_them",
            using=f"merged_into_id = {PERSON} OR merged_into_id = {PROVED}",
            command="SELECT",
        ),
        enable("people_personmerge"),
        policy("people_personmerge", "of_a_person_seen", using=MERGE),
        append_only("people_personmerge", updatable=("moved", "undone_at", "undone_by_id", "undone_why")),
        enable("people_persontie"),
        policy("people_persontie", "between_persons_seen", using=TIE),
        policy("people_personlook", "read_by_the_same_person", using=LOOKS, command="SELECT"),
        migrations.RunSQL(FUNCTIONS, FORMER_FUNCTIONS),
    ]

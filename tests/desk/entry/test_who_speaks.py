"""Whoever speaks is found as the agent types, or by the number that calls; their demand joins theirs."""

from uuid import uuid4

import pytest

from parvis.cases.models import Case
from parvis.people.models import Person, PersonLook, PersonTie
from parvis.people.services.persons import PersonDetails
from tests.factories.cases import CODE, Town, lodge, make_town

pytestmark = pytest.mark.django_db
AUDE = PersonDetails(
    first_name="Aude", last_name="Vasseur", email="aude@example.invalid", phone="+33612345678"
)


@pytest.fixture
def known(town: Town) -> Person:
    person = lodge(town, person=AUDE).person
    assert person is not None
    return person


def enter(desk, town, who, **typed):
    given = {
        "saisie-cle": str(uuid4()),
        "saisie-personne": str(who.pk),
        "saisie-voie": "phone",
        "saisie-recue_le": "2026-11-20",
        "saisie-repondre": "phone",
        "saisie-prenom": who.first_name,
        "saisie-nom": who.last_name,
        "saisie-telephone": "06 12 34 56 78",
        **typed,
    }
    answer = desk.post(f"/bureau/saisie/{town.body.slug}/{CODE}/", given)
    assert answer.status_code == 302, answer.content.decode()
    return Case.objects.exclude(person=who).first() or Case.objects.latest("received_at")


def test_one_search_gives_persons_demands_and_procedures(desk, town, known):
    page = desk.get("/bureau/saisie/?q=vass").content.decode()
    assert "Aude Vasseur" in page
    assert "06 ·· ·· ·· 78 · a···@example.invalid" in page
    assert "aude@example.invalid" not in page
    assert "/bureau/demandes/" in page

    fragment = desk.get("/bureau/saisie/?q=arbre", headers={"HX-Request": "true"}).content.decode()
    assert "Couper un arbre" in fragment
    assert "<html" not in fragment


def test_the_sheet_of_a_known_person_knows_them(desk, town, known):
    chosen = desk.get(f"/bureau/saisie/?personne={known.pk}").content.decode()
    assert f"/bureau/saisie/{town.body.slug}/{CODE}/?personne={known.pk}" in chosen

    sheet = desk.get(f"/bureau/saisie/{town.body.slug}/{CODE}/?personne={known.pk}").content.decode()
    assert "Pour <strong>Aude Vasseur</strong>" in sheet
    assert 'value="06 12 34 56 78"' in sheet
    desk.get(f"/bureau/saisie/{town.body.slug}/{CODE}/?personne={known.pk}")
    assert [look.purpose for look in PersonLook.objects.filter(person=known)] == ["phone"]  # once an hour


def test_the_demand_joins_those_of_the_person_chosen(desk, town, known, system):
    enter(desk, town, known)

    assert set(Case.objects.values_list("person_id", flat=True)) == {known.pk}


def test_a_sheet_that_names_someone_else_merges_nobody(desk, town, known, system):
    case = enter(desk, town, known, **{"saisie-prenom": "Louis"})

    assert case.person_id != known.pk
    assert case.person_name == "Louis Vasseur"


def test_a_person_of_others_is_neither_shown_nor_joined(desk, town, system):
    stranger = lodge(make_town(code="autre"), person=AUDE).person
    assert stranger is not None
    page = desk.get(f"/bureau/saisie/{town.body.slug}/{CODE}/?personne={stranger.pk}").content.decode()

    assert "Vasseur" not in page
    assert enter(desk, town, stranger).person_id != stranger.pk


def test_the_number_that_calls_opens_the_entry_on_its_person(desk, town, known):
    answer = desk.get("/bureau/appel/?numero=%2B33612345678")
    assert answer.headers["Location"] == f"/bureau/saisie/?numero=%2B33612345678&personne={known.pk}"
    sheet = desk.get(f"/bureau/saisie/{town.body.slug}/{CODE}/").content.decode()
    assert 'value="phone" checked' in sheet

    unknown = desk.get("/bureau/appel/?numero=0233445566", follow=True)
    assert unknown.status_code == 200
    assert 'name="numero" value="+33233445566"' in unknown.content.decode()


def test_who_asks_for_an_organisation_is_noted_as_its_contact(desk, town, known):
    typed = {"saisie-organisme": "Atelier du bois", "saisie-identifiant": "732 829 320 00074"}
    case = enter(desk, town, known, **typed)
    assert case.person.pk != known.pk
    assert (case.person.kind, case.person.siret, case.person.display_name) == (
        "legal",
        "73282932000074",
        "Atelier du bois",
    )
    tie = PersonTie.objects.get()
    assert (tie.who_id, tie.whom_id, tie.kind) == (known.pk, case.person_id, "contact")
    assert "Atelier du bois" in desk.get("/bureau/saisie/?q=732829320").content.decode()


def test_a_wrong_number_of_an_organisation_is_said(desk, town, known):
    given = {"saisie-personne": str(known.pk), "saisie-identifiant": "73282932000075"}
    answer = desk.post(f"/bureau/saisie/{town.body.slug}/{CODE}/", given)
    assert answer.status_code == 422
    assert "Ce numéro n’existe pas" in answer.content.decode()

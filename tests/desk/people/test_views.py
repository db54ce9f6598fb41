"""The file of a person: opened for a reason, which the person reads."""

import pytest

from parvis.cases.models import Capacity, Participation, PersonDouble
from parvis.common import proofs
from parvis.common.models import Account
from parvis.people.models import ContactPoint, Person, PersonLook, PersonMerge, PersonTie
from parvis.people.services.contacts import add_contact
from parvis.people.services.persons import PersonDetails
from tests.factories.cases import lodge, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(town):
    made = lodge(town, person=PersonDetails(first_name="Aude", last_name="Vasseur", email="aude@exemple.fr"))
    add_contact(person_id=made.person_id, kind="phone", text="06 12 34 56 78")
    return made


def file_of(case):
    return f"/bureau/personnes/{case.person_id}/"


def read_by(person, client):
    session = client.session
    session[proofs.PERSON_KEY] = str(person.pk)
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client.get("/mon-espace/consultations/").content.decode()


def test_a_file_is_closed_until_it_is_opened_and_the_person_reads_who_did(town, desk, client, case):
    assert "aude@exemple.fr" not in desk.get(file_of(case)).content.decode()
    text = desk.post(file_of(case), follow=True).content.decode()
    assert "aude@exemple.fr" in text
    assert "+33612345678" in text
    assert case.number in text
    told = read_by(case.person, client)
    assert town.body.name in told
    assert town.team.name in told
    assert town.agent.capacity in told
    assert town.agent.last_name not in told


def test_outside_their_own_demands_an_agent_says_why(town, desk, client, case):
    Participation.objects.filter(case=case).update(capacity=Capacity.REFERENT)
    assert desk.post(file_of(case)).status_code == 422
    assert desk.post(file_of(case), {"purpose": "other"}).status_code == 422
    assert PersonLook.objects.count() == 0
    answer = desk.post(file_of(case), {"purpose": "other", "detail": "Erreur de nom"}, follow=True)
    assert "aude@exemple.fr" in answer.content.decode()
    assert "Erreur de nom" in read_by(case.person, client)


def test_a_person_of_another_body_is_not_found(at_desk, case):
    assert at_desk(make_town().agent).get(file_of(case)).status_code == 404


def test_nobody_reads_the_looks_at_another(client, desk, case):
    desk.post(file_of(case))
    other = lodge(make_town(), person=PersonDetails(last_name="Autre"))
    assert "Personne pour l’instant" in read_by(other.person, client)


def opened(desk, case):
    desk.post(file_of(case))
    return desk.get(file_of(case)).content.decode()


@pytest.fixture
def twice(town, case):
    """Another demand of the same address, made without account."""
    return lodge(town, person=PersonDetails(first_name="Aude", last_name="Vaseur", email="aude@exemple.fr"))


def test_who_looks_alike_is_compared_put_together_and_apart(town, desk, client, case, twice):
    assert "Peut-être la même personne" in opened(desk, case)
    assert "Aude Vaseur" in desk.get("/bureau/personnes/doubles/").content.decode()
    both = f"/bureau/personnes/{case.person_id}/reunir/{twice.person_id}/"
    assert "aude@exemple.fr" not in desk.get(both).content.decode()
    assert "aude@exemple.fr" in desk.post(both, follow=True).content.decode()
    assert desk.post(both, {"detail": ""}).status_code == 422
    text = desk.post(both, {"ground": "asked"}, follow=True).content.decode()
    assert twice.number in text
    assert desk.post(both, {"ground": "asked"}).status_code == 302  # a double click
    told = read_by(case.person, client)
    assert "vous l’avez demandé" in told
    assert client.get("/mon-espace/").content.decode().count("/suivi/") >= 2
    merge = PersonMerge.objects.get()
    undoing = f"/bureau/personnes/reunions/{merge.pk}/"
    assert desk.post(undoing).status_code == 422
    desk.post(undoing, {"why": "Deux sœurs"})
    assert "Deux sœurs" in read_by(twice.person, client)
    assert "Aude Vaseur" not in desk.get("/bureau/personnes/doubles/").content.decode()


def test_two_persons_are_said_to_be_two(desk, case, twice):
    opened(desk, case)
    double = PersonDouble.objects.get()
    desk.post("/bureau/personnes/doubles/", {"paire": str(double.pk)})
    assert "Aude Vaseur" not in desk.get("/bureau/personnes/doubles/").content.decode()
    assert desk.post("/bureau/personnes/doubles/", {"paire": "rien"}).status_code == 404


def test_nothing_is_noted_in_a_file_that_is_closed(desk, case):
    for page in ("coordonnees", "adresse", "organisme", "liens"):
        assert desk.get(f"{file_of(case)}{page}/").status_code == 404


def test_addresses_are_added_chosen_and_taken_away(desk, case):
    opened(desk, case)
    page = f"{file_of(case)}coordonnees/"
    assert desk.post(page, {"value": "pas une adresse"}).status_code == 422
    desk.post(page, {"value": "pro@exemple.fr", "seen": "on"})
    point = ContactPoint.objects.get(value="pro@exemple.fr")
    assert point.verified_by == "agent"
    desk.post(page, {"contact": str(point.pk), "geste": "premier"})
    assert Person.objects.get(pk=case.person_id).email == "pro@exemple.fr"
    assert desk.post(page, {"contact": str(point.pk), "geste": "retirer"}).status_code == 422
    desk.post(f"{file_of(case)}adresse/", {"address": " 1 rue du Lac \n\n69000  Lyon"})
    assert Person.objects.get(pk=case.person_id).postal_address == "1 rue du Lac\n69000 Lyon"


def test_what_a_person_with_a_space_chose_stays_theirs(desk, case):
    point = add_contact(person_id=case.person_id, kind="email", text="pro@exemple.fr")
    Person.objects.filter(pk=case.person_id).update(account=Account.objects.create(email="aude@exemple.fr"))
    opened(desk, case)
    page = f"{file_of(case)}coordonnees/"
    assert desk.post(page, {"contact": str(point.pk), "geste": "premier"}).status_code == 422
    assert desk.post(page, {"value": "06 12 34 56 79"}).status_code == 302
    assert desk.post(f"{file_of(case)}organisme/", {"name": "Bois SARL"}).status_code == 422


@pytest.mark.parametrize("number", ["732 829 320 00074", "35600000049837", "W691234567", "73282932000075"])
def test_an_organisation_is_found_by_its_checked_number(desk, case, number):
    opened(desk, case)
    field = "rna" if number.startswith("W") else "siret"
    answer = desk.post(f"{file_of(case)}organisme/", {"name": "Atelier du bois", field: number})
    if number.endswith("75"):
        assert answer.status_code == 422
        return
    found = desk.get("/bureau/saisie/", {"q": number.replace(" ", "")}).content.decode()
    assert "Atelier du bois" in found
    assert "Atelier du bois" in desk.get(file_of(case)).content.decode()


def test_who_acts_for_whom_is_noted_read_by_both_and_ended(town, desk, client, case):
    helper = lodge(town, person=PersonDetails(first_name="Marc", last_name="Loison", phone="0611111111"))
    opened(desk, case)
    page = f"{file_of(case)}liens/"
    assert "Marc Loison" in desk.get(page, {"q": "loison"}).content.decode()
    chosen = f"{page}?autre={helper.person_id}"
    assert desk.post(chosen, {"kind": "contact"}).status_code == 422
    desk.post(chosen, {"kind": "relative", "note": "Livret de famille"})
    assert "Marc Loison agit pour elle" in desk.get(file_of(case)).content.decode()
    assert "Marc Loison agit pour vous" in read_by(case.person, client)
    assert "Vous agissez pour Aude Vasseur" in read_by(helper.person, client)
    assert case.number not in client.get("/mon-espace/").content.decode()
    tie = PersonTie.objects.get()
    desk.post(f"{page}{tie.pk}/")
    assert "jusqu’au" in desk.get(file_of(case)).content.decode()

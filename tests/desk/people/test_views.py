"""The file of a person: opened for a reason, which the person reads."""

import pytest

from parvis.cases.models import Capacity, Participation
from parvis.common import proofs
from parvis.people.models import PersonLook
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

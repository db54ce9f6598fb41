"""The page of one's addresses and numbers."""

import re

import pytest

from parvis.channels.models import OutboundMessage
from parvis.common import actor, proofs
from parvis.people.models import Person
from parvis.people.services.contacts import person_at
from parvis.people.services.persons import PersonDetails, record_person

pytestmark = pytest.mark.django_db
ADDRESS = "/mon-espace/contacts/"


@pytest.fixture
def aude(system) -> Person:
    return record_person(details=PersonDetails(last_name="Vasseur", email="aude@exemple.fr"))


def sign_in(client, person):
    session = client.session
    session[proofs.PERSON_KEY] = str(person.pk)
    session.save()
    client.cookies["sessionid"] = session.session_key


def last_message():
    with actor.acting_as(actor.for_system("tests")):
        return OutboundMessage.objects.order_by("-queued_at").first()


def test_a_stranger_is_led_to_sign_in(client):
    assert "/mon-espace/connexion/" in client.get(ADDRESS)["Location"]


def test_an_address_is_added_then_proved_on_another_device(client, aude):
    sign_in(client, aude)
    assert client.post(ADDRESS, {"kind": "email", "value": "pro@exemple.fr"}).status_code == 302
    link = re.search(r"http\S+", last_message().text)[0].partition("testserver")[2]
    client.cookies.clear()
    assert "à moi" in client.get(link).content.decode()
    assert person_at("pro@exemple.fr") is None
    token = link.partition("jeton=")[2].replace("%3A", ":")
    assert (
        "Adresse vérifiée" in client.post("/mon-espace/contacts/verifier/", {"jeton": token}).content.decode()
    )
    assert person_at("pro@exemple.fr") == aude.pk


def test_a_number_is_proved_by_the_figures_of_an_sms(client, aude):
    sign_in(client, aude)
    asked = client.post(ADDRESS, {"kind": "phone", "value": "06 12 34 56 78"})["Location"]
    assert client.post(asked, {"code": "12"}).status_code == 422
    code = re.search(r"\d{6}", last_message().text)[0]
    assert client.post(asked, {"code": code})["Location"] == ADDRESS
    assert "06 12 34 56 78" in client.get(ADDRESS).content.decode().replace("\u00a0", " ")


def test_what_cannot_be_an_address_is_said_under_it(client, aude):
    sign_in(client, aude)
    answer = client.post(ADDRESS, {"kind": "email", "value": "nulle part"})
    assert answer.status_code == 422
    assert "adresse e-mail complète" in answer.content.decode()

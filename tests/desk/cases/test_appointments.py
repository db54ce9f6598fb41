"""An appointment on the page of a case: written down by an agent, read and cancelled by the person."""

import pytest

from parvis.cases.models import AppointmentState, Case
from parvis.cases.numbers import secret_code
from parvis.cases.services.transitions import make_transition
from tests.factories.cases import lodge
from tests.factories.workflows import examination, town_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(system):
    made = examination()
    visit = {
        "do": "propose_appointment",
        "key": "visit",
        "text": "Visite",
        "url": "https://ville.example/rdv",
    }
    made["transitions"][0]["actions"] = [visit]
    return town_with(made)


@pytest.fixture
def case(town, run_jobs) -> Case:
    case = lodge(town)
    with town.acting():
        make_transition(case_id=case.pk, key="take", by=town.session())
    run_jobs()
    return case


def test_a_slot_is_written_down_by_an_agent_then_cancelled_by_the_person(town, case, at_desk, client):
    desk, row = at_desk(town.agent), case.appointments.get()
    address = f"/bureau/demandes/{case.number}/rendez-vous/{row.pk}/"
    assert address in desk.get(f"/bureau/demandes/{case.number}/").text
    assert desk.post(address, {"suite": "pris", "jour": "", "heure": ""}).status_code == 422
    given = {"suite": "pris", "jour": "2091-03-05", "heure": "10:00", "lieu": "Guichet 3"}
    assert desk.post(address, given).status_code == 302
    assert "Guichet 3" in desk.get(f"/bureau/demandes/{case.number}/").text

    client.post("/suivi/", {"numero": case.number, "code": secret_code("follow-up", case.pk)})
    shown = client.get(f"/suivi/{case.number}/").text
    assert "Guichet 3" in shown
    assert "https://ville.example/rdv" in shown
    cancelling = f"/suivi/{case.number}/rendez-vous/{row.pk}/"
    assert "Le créneau sera libéré" in client.get(cancelling).text
    client.post(cancelling)
    row.refresh_from_db()
    assert row.state == AppointmentState.CANCELLED
    assert "Rendez-vous annulé" in client.get(f"/suivi/{case.number}/").text
    assert desk.post(address, {"suite": "annule"}).status_code == 422

"""A long procedure taken down in short: who, what, where; the rest is asked from the person, who completes it."""

from typing import Any
from uuid import uuid4

import pytest

from parvis.cases.models import Case, Clock, Direction, LegalState, PieceRequest
from parvis.cases.numbers import secret_code
from parvis.cases.services.corrections import begin_correction, send_correction
from parvis.cases.services.drafts import save_page
from parvis.catalogue.forms import engine
from parvis.channels.models import OutboundMessage
from parvis.common import actor
from tests.factories.cases import CODE, make_town

pytestmark = pytest.mark.django_db
QUESTIONS = ("species", "trunk", "height", "roof", "reason", "since")
FORM: dict[str, Any] = {
    "form": {
        "pages": [
            {
                "key": "p1",
                "title": "L’arbre",
                "fields": [
                    {"key": "what", "type": "text", "label": "Ce que vous demandez"},
                    {
                        "key": "who",
                        "type": "person",
                        "label": "Qui êtes-vous ?",
                        "asks": ["first_name", "last_name", "phone", "email"],
                    },
                    *({"key": key, "type": "text", "label": f"Question {key}"} for key in QUESTIONS),
                ],
            }
        ]
    },
    "subject": "what",
    "roles": {"person": "who"},
}


@pytest.fixture
def town(system):
    return make_town(definition=FORM)


def sheet(town):
    return f"/bureau/saisie/{town.body.slug}/{CODE}/"


def taken_down(desk, town, **changes):
    given = {
        "_vues": "what,who",
        "saisie-cle": str(uuid4()),
        "saisie-court": "oui",
        "saisie-voie": "phone",
        "saisie-recue_le": "2026-11-20",
        "saisie-repondre": "email",
        "saisie-dit": "Il penche depuis la tempête.",
        "saisie-demander": "on",
        "what": "Abattre un tilleul",
        "who.last_name": "Vasseur",
        "who.email": "aude@example.invalid",
        **changes,
    }
    answer = desk.post(sheet(town), given)
    assert answer.status_code == 302, answer.content.decode()
    return Case.objects.get()


def complete(case, missing=()):
    """Give the answers asked as the person does, on the page of the form."""
    with actor.acting_as(actor.for_job(case.pk)):
        draft = begin_correction(case_id=case.pk)
        with actor.admitting(draft.pk):
            form = engine.compiled(draft.version)
            data = {
                "what": "Abattre un tilleul",
                "who.last_name": "Vasseur",
                "who.email": "aude@example.invalid",
            }
            data |= {"who.first_name": "Aude"} | {key: "oui" for key in QUESTIONS if key not in missing}
            checked = engine.check_page(form, "p1", data, draft.answers)
            save_page(draft=draft, page="p1", checked=checked)
            send_correction(draft_id=draft.pk)
    case.refresh_from_db()
    return PieceRequest.objects.get(case=case)


def test_the_short_sheet_asks_who_and_what_and_the_agent_is_kept_on_it(desk, town):
    assert "Question height" in desk.get(sheet(town)).content.decode()
    short = desk.post(sheet(town), {"raccourcir": "oui", "what": "Abattre", "saisie-cle": str(uuid4())})
    page = short.content.decode()
    assert "Question height" not in page
    assert 'value="Abattre"' in page
    assert "Ce que dit la personne" in page
    assert "Question height" not in desk.get(sheet(town)).content.decode()
    assert "Question height" in desk.post(sheet(town), {"allonger": "oui"}).content.decode()


def test_what_is_missing_is_asked_at_once_and_stops_the_clock(desk, town, system, run_jobs):
    case = taken_down(desk, town)
    request = PieceRequest.objects.get(case=case)
    assert [item["question"] for item in request.items] == list(QUESTIONS)
    assert (case.state, case.subject) == (LegalState.WAITING_FOR_PERSON, "Abattre un tilleul")
    assert Clock.objects.get(case=case, kind="silence").paused_since is not None
    said = case.messages.get(direction=Direction.INBOUND)
    assert (said.text, said.channel) == ("Il penche depuis la tempête.", "phone")
    run_jobs()
    asked = OutboundMessage.objects.get(subject__startswith="Complétez votre demande")
    assert "Question height" in asked.text
    assert "pièces" not in asked.text


def test_the_person_completes_their_demand_and_the_clock_runs_again(desk, town, system):
    case = taken_down(desk, town)
    request = complete(case)
    assert request.answered_at is not None
    assert (case.state, case.answers["height"]) == (LegalState.IN_PROGRESS, "oui")
    assert Clock.objects.get(case=case, kind="silence").paused_since is None


def test_nothing_is_asked_when_the_agent_says_so_nor_of_a_complete_demand(desk, town, system):
    taken_down(desk, town, **{"saisie-demander": ""})
    assert not PieceRequest.objects.exists()


def test_the_person_reads_what_to_complete_on_their_page(desk, town, system, client):
    case = taken_down(desk, town)
    client.post("/suivi/", {"numero": case.number, "code": secret_code("follow-up", case.pk)})
    page = client.get(f"/suivi/{case.number}/").content.decode()
    assert "Compléter ma demande" in page
    assert "Question height" in page


def test_an_agent_completes_it_when_the_person_calls_again_and_what_they_said_stays(desk, town, system):
    case = taken_down(desk, town)
    address = f"/bureau/demandes/{case.number}/completer/"
    page = desk.get(address).content.decode()
    assert "Question height" in page
    assert "Ce que vous demandez" not in page
    given = dict.fromkeys(QUESTIONS, "dit au téléphone")
    first = {"_vues": "height", "_cle": str(uuid4()), "height": "12 m", "what": "Autre chose"}
    assert desk.post(address, first)["Location"] == address
    assert desk.post(address, first)["Location"] == address
    rest = {"_vues": ",".join(QUESTIONS), "_cle": str(uuid4()), **given}
    assert desk.post(address, rest)["Location"] == f"/bureau/demandes/{case.number}/"
    case.refresh_from_db()
    assert (case.answers["height"], case.answers["what"]) == ("12 m", "Abattre un tilleul")
    assert case.state == LegalState.IN_PROGRESS
    assert PieceRequest.objects.get().answered_at is not None
    assert desk.get(address).status_code == 409

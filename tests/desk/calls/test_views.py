"""Calls to make and that came; a call opens its page; what is said is kept, with the call-back promised."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parvis.cases.models import Case, Clock
from parvis.cases.timeline import timeline
from parvis.channels.models import CallOutcome, PhoneCall
from parvis.channels.services.calls import CallEvent, Told, take_event
from parvis.common import clock
from parvis.people.services.persons import PersonDetails
from tests.desk.entry.test_who_speaks import enter
from tests.factories.cases import Town, lodge

pytestmark = pytest.mark.django_db
AUDE = PersonDetails(first_name="Aude", last_name="Vasseur", phone="+33612345678")
LOUIS = PersonDetails(first_name="Louis", last_name="Vasseur", phone="+33612345678")


@pytest.fixture
def known(town: Town, system):
    return lodge(town, person=AUDE)


def ring(town, event="answered", number="0612345678", reference="7"):
    told = Told(
        reference=reference,
        event=CallEvent(event),
        at=clock.now(),
        number=number,
        agent=town.agent.account.email if event == "answered" else "",
    )
    return take_event(organisation=town.body, told=told, teams=frozenset({town.team.pk}))


def text(answer):
    return answer.content.decode()


@pytest.mark.parametrize("way", ["?number=0612345678", "?numero=%2B33612345678", "?appel={call}", ""])
def test_a_call_opens_on_whom_it_is_from_with_their_demands(desk, town, known, way):
    call = ring(town)
    page = desk.get(f"/bureau/appel/{way.format(call=call.pk)}", follow=True)
    assert "Pour <strong>Aude Vasseur</strong>" in text(page)
    assert "Ses demandes" in text(page)
    assert f"/bureau/demandes/{known.number}/" in text(page)


def test_two_persons_of_one_number_are_told_apart_by_the_agent(desk, town, known, system):
    lodge(town, person=LOUIS)
    page = text(desk.get("/bureau/appel/?number=0612345678", follow=True))
    assert "Aude Vasseur" in page
    assert "Louis Vasseur" in page
    assert "Pour <strong>" not in page


def test_an_unknown_number_is_already_noted_and_a_hidden_one_is_said(desk, town, known):
    page = text(desk.get("/bureau/appel/?number=02%2033%2044%2055%2066", follow=True))
    assert "ne connaissent personne sous ce numéro" in page
    hidden = ring(town, "rung", number="anonymous")
    assert "numéro masqué" in text(desk.get(f"/bureau/appel/?appel={hidden.pk}", follow=True))


@pytest.mark.parametrize("said", ["' OR 1=1", "<script>", "٠٦" * 90, "%00", "+" * 300, "sip:x@y"])
def test_a_hostile_number_opens_the_plain_entry(desk, town, known, said):
    page = desk.get("/bureau/appel/", {"number": said}, follow=True)
    assert page.status_code == 200
    assert "<script>" not in text(page)


def test_the_demand_entered_during_a_call_keeps_it_as_its_evidence(desk, town, known, system):
    call = ring(town, "missed")
    enter(desk, town, known.person, **{"saisie-appel": str(call.pk)})
    case = Case.objects.exclude(pk=known.pk).get()
    call.refresh_from_db()
    assert (call.about, call.is_to_do) == (case.pk, False)
    assert "called" in [moment.code for moment in timeline(case, reader="agent")]


def test_a_call_that_the_agent_does_not_see_is_not_tied(desk, town, known, system):
    call = ring(town)
    PhoneCall.objects.update(teams=[])
    enter(desk, town, known.person, **{"saisie-appel": str(call.pk)})
    call.refresh_from_db()
    assert call.about is None


def test_missed_calls_are_listed_with_whom_they_may_be_from_and_settled(desk, town, known, system):
    call = ring(town, "missed")
    page = text(desk.get("/bureau/appels/"))
    assert "Aude Vasseur" in page
    assert "appel manqué" in page
    desk.post(f"/bureau/appels/{call.pk}/suite/", {"suite": "absent"})
    assert "rappelé, sans réponse" in text(desk.get("/bureau/appels/"))
    desk.post(f"/bureau/appels/{call.pk}/suite/", {"suite": "reached"})
    call.refresh_from_db()
    assert (call.outcome, call.settled_by) == (CallOutcome.REACHED, town.agent)
    assert "appel manqué" not in text(desk.get("/bureau/appels/"))


def test_what_a_person_said_is_kept_with_the_call_back_promised(desk, town, known, system):
    later = timezone.localtime(clock.now() + timedelta(days=2))
    note = {
        "appel-note": "Veut une aire de jeux.",
        "appel-jour": later.date().isoformat(),
        "appel-heure": "14:30",
    }
    address = f"/bureau/personnes/{known.person_id}/appels/"
    assert desk.post(address, note).status_code == 302
    assert "Veut une aire de jeux." in text(desk.get(address))
    promised = timezone.localtime(PhoneCall.objects.get().promised_at)
    assert (promised.date(), promised.hour, promised.minute) == (later.date(), 14, 30)
    assert "Veut une aire de jeux." in text(desk.get("/bureau/appels/"))


def test_a_promise_in_the_past_is_refused_and_the_note_kept_in_its_box(desk, town, known):
    note = {"appel-note": "Rappeler.", "appel-jour": "2020-01-01"}
    answer = desk.post(f"/bureau/personnes/{known.person_id}/appels/", note)
    assert answer.status_code == 422
    assert "Cette heure est passée" in text(answer)
    assert "Rappeler." in text(answer)


def test_a_call_back_about_a_demand_is_promised_shown_and_said_to_be_made(desk, town, known, system):
    address = f"/bureau/demandes/{known.number}/"
    day = (clock.today() + timedelta(days=1)).isoformat()
    noted = desk.post(f"{address}appel/", {"note": "Où en est-on ?", "jour": day}, follow=True)
    assert f"Le rappel est dans les échéances de ce service : {town.team.name}." in text(noted)
    assert "Aude Vasseur" in text(desk.get("/bureau/appels/"))
    form = desk.get(f"{address}rappel/")
    key = form.context["gesture_form"].initial["rappel"]
    desk.post(f"{address}rappel/", {"rappel": key, "suite": "reached", "note": ""})
    assert Clock.objects.get(kind="callback").state == "kept"
    assert "Aude Vasseur" not in text(desk.get("/bureau/appels/"))
    assert desk.get(f"{address}rappel/").status_code == 409

"""Calls about a case: notes, call-backs promised with their clock and their reminder, the call a case is born from."""

from datetime import datetime, timedelta

import pytest

from parvis.cases import access, due_queries
from parvis.cases.errors import WrongState
from parvis.cases.models import AlertKind, AlertMode, Clock, ClockState, Direction
from parvis.cases.services.alerts import send_alerts, set_alerts
from parvis.cases.services.calls import born_from_call, make_call_back, note_call
from parvis.cases.services.treatment import close_case
from parvis.cases.timeline import timeline
from parvis.channels.models import CallOutcome, OutboundMessage, PhoneCall
from parvis.channels.services import calls
from parvis.channels.services.calls import CallEvent, Told
from parvis.common import clock
from parvis.common.errors import Invalid, NotFound
from parvis.deadlines.calendars import PARIS
from tests.factories.cases import lodge, make_town

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture(autouse=True)
def _a_morning(time_machine):
    """Stand in a morning of work: two hours before midnight, what is due tomorrow is soon due."""
    time_machine.move_to(datetime(2026, 11, 18, 10, tzinfo=PARIS))


@pytest.fixture
def town():
    return make_town()


@pytest.fixture
def case(town):
    return lodge(town)


def promise(town, case, within=timedelta(hours=2)):
    with town.acting():
        note_call(
            case_id=case.pk,
            note="Demande où en est l’arbre.",
            by=town.session(),
            promised_at=clock.now() + within,
        )
        (key,) = access.call_backs_promised(access.get_case(case.pk))
        return key


def made(town, case, key, outcome):
    with town.acting():
        make_call_back(
            case_id=case.pk, callback=key, outcome=outcome, by=town.session(), note="Tout est clair."
        )
    return Clock.objects.get(case=case, kind="callback")


def test_a_call_is_noted_for_agents_and_its_promise_is_told_to_the_person(town, case):
    promise(town, case)
    with town.acting():
        seen = access.get_case(case.pk)
        notes = [one for one in timeline(seen, reader="agent") if one.kind == "note"]
        assert [(one.text, one.channel) for one in notes] == [("Demande où en est l’arbre.", "phone")]
        read = [one.text for one in timeline(seen, reader="person")]
        assert not any("arbre" in text for text in read)
        assert any(text.startswith("Nous vous appelons au plus tard le") for text in read)
        assert [due.kind for due in due_queries.soon() if due.kind == "callback"] == ["callback"]


@pytest.mark.parametrize(
    ("outcome", "later", "state"),
    [
        (CallOutcome.REACHED, timedelta(0), ClockState.KEPT),
        (CallOutcome.ABSENT, timedelta(0), ClockState.KEPT),
        (CallOutcome.DROPPED, timedelta(0), ClockState.CANCELLED),
        (CallOutcome.REACHED, timedelta(hours=3), ClockState.LATE),
    ],
)
def test_a_promise_is_kept_by_calling_in_time(town, case, outcome, later, state):
    key = promise(town, case)
    with clock.standing_at(clock.now() + later):
        assert made(town, case, key, outcome).state == state
        with pytest.raises(WrongState):
            made(town, case, key, outcome)


def test_a_promise_outlives_the_end_of_its_case(town, case):
    promise(town, case)
    with town.acting():
        close_case(case_id=case.pk, by=town.session())
    assert Clock.objects.get(case=case, kind="callback").state == ClockState.RUNNING


def test_a_note_says_something_and_a_promise_is_for_later(town, case):
    with town.acting(), pytest.raises(Invalid):
        note_call(
            case_id=case.pk, note="  ", by=town.session(), promised_at=clock.now() - timedelta(minutes=1)
        )
    assert not case.messages.filter(direction=Direction.NOTE).exists()


def test_who_promised_is_reminded_a_quarter_of_an_hour_before_and_once_it_is_late(town, case):
    kinds = (AlertKind.LATE, AlertKind.SOON)
    set_alerts(
        agent_id=town.agent.pk,
        hours=[],
        choices={(None, kind): AlertMode.AT_ONCE for kind in kinds},
        on_closed_days=True,
        everyones=False,
    )
    start = clock.now()
    promise(town, case)
    with town.acting():
        calls.note_call(
            by=town.session(),
            organisation=town.body,
            note="Rien de plus",
            number="0612345678",
            promised_at=start + timedelta(hours=2),
        )
    told = []
    for minutes in (60, 107, 130):
        with clock.standing_at(start + timedelta(minutes=minutes)):
            send_alerts()
            told.append(list(OutboundMessage.objects.order_by("queued_at").values_list("subject", flat=True)))
    assert [len(subjects) for subjects in told] == [0, 1, 2]
    assert told[-1] == [
        "Vos demandes : 1 à faire bientôt, 1 à rappeler",
        "Vos demandes : 1 en retard, 1 à rappeler",
    ]
    text = OutboundMessage.objects.order_by("queued_at").first().text
    assert "/bureau/appels/" in text
    assert "0612345678" not in text


def test_a_case_keeps_the_call_it_comes_from_as_evidence(town, case):
    told = Told(reference="7", event=CallEvent.MISSED, at=clock.now(), number="06 12 34 56 78")
    call = calls.take_event(organisation=town.body, told=told, teams=frozenset({town.team.pk}))
    with town.acting():
        born_from_call(case_id=case.pk, by=town.session(), call_id=call.pk)
        (event,) = [one for one in timeline(access.get_case(case.pk), reader="agent") if one.code == "called"]
    assert "+33612345678" in event.text
    kept = PhoneCall.objects.get()
    assert (kept.about, kept.person_id, kept.is_to_do) == (case.pk, case.person_id, False)
    PhoneCall.objects.update(rang_at=clock.now() - timedelta(days=1000))
    assert calls.forget_calls() == 0


def test_a_call_of_another_body_is_no_evidence(town, case):
    other = make_town(code="autre")
    told = Told(reference="7", event=CallEvent.RUNG, at=clock.now(), number="06 12 34 56 78")
    call = calls.take_event(organisation=other.body, told=told, teams=frozenset({other.team.pk}))
    with town.acting(), pytest.raises(NotFound):
        born_from_call(case_id=case.pk, by=town.session(), call_id=call.pk)

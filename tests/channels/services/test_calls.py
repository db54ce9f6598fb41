"""Calls of a switchboard: in any order, several times, from hidden and hostile numbers; kept as long as is said."""

from datetime import timedelta
from itertools import permutations

import pytest

from parvis.channels import queries
from parvis.channels.models import CallOutcome, CallState, PhoneCall
from parvis.channels.personal_data import KEPT_CALLS
from parvis.channels.services import calls
from parvis.channels.services.calls import CallEvent, Told, note_call, read_number, settle_call, take_event
from parvis.common import actor, clock
from parvis.common.errors import Invalid, NotFound
from parvis.organisations.models import Role
from parvis.organisations.sessions import agent_session
from tests.factories.organisations import AgentFactory, OrganisationFactory, TeamFactory

pytestmark = pytest.mark.django_db
NUMBER = "06 12 34 56 78"


@pytest.fixture
def desk(system):
    """Return a body whose only team receives its calls, and an agent of it."""
    body = OrganisationFactory()
    team = TeamFactory(organisation=body)
    agent = AgentFactory(
        organisation=body,
        phone="4021",
        with_role=Role.RECEPTION,
        with_role__on=[team],
        account__email="lea@v.fr",
    )
    return body, team, agent


def tell(desk, event, minutes=0, *, reference="a1", number=NUMBER, agent=""):
    body, team, _agent = desk
    told = Told(
        reference=reference,
        event=CallEvent(event),
        at=clock.now() - timedelta(hours=1) + timedelta(minutes=minutes),
        number=number,
        agent=agent,
    )
    return take_event(organisation=body, told=told, teams=frozenset({team.pk}))


LIFE = (("rung", 0), ("answered", 1), ("ended", 5))


@pytest.mark.parametrize("order", list(permutations(LIFE)))
def test_a_call_is_the_same_in_whatever_order_it_is_told(desk, order):
    for event, minutes in (*order, *order):
        call = tell(desk, event, minutes, agent="LEA@v.fr" if event == "answered" else "")
    kept = PhoneCall.objects.get()
    assert (call.pk, kept.state, kept.number) == (kept.pk, CallState.ENDED, "+33612345678")
    assert kept.agent == desk[2]
    assert kept.rang_at < kept.answered_at < kept.ended_at
    assert not kept.is_to_do


def test_a_missed_call_is_to_do_until_someone_speaks_with_its_number(desk):
    tell(desk, "rung")
    tell(desk, "missed", 1)
    assert [call.state for call in queries.calls_to_do()] == [CallState.MISSED]
    tell(desk, "answered", 20, reference="a2", number="+33612345678", agent="4021")
    former = PhoneCall.objects.get(reference="a1")
    assert (former.outcome, former.settled_by) == (CallOutcome.REACHED, desk[2])
    assert queries.calls_to_do() == []


def test_a_hidden_number_is_kept_and_asks_nothing_of_anybody(desk):
    tell(desk, "missed", number="anonymous")
    kept = PhoneCall.objects.get()
    assert (kept.number, kept.state, kept.is_to_do) == ("", CallState.MISSED, False)
    tell(desk, "answered", number="")
    kept.refresh_from_db()
    assert (kept.state, kept.outcome, kept.settled_at) == (CallState.ENDED, "", None)


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("0612345678", "+33612345678"),
        ("tel:+33-6-12-34-56-78", "+33612345678"),
        ("sip:0033612345678@pbx.mairie.fr;user=phone", "+33612345678"),
        ("0262 20 12 34", "+262262201234"),
        ("+44 20 7946 0018", "+442079460018"),
        ("4021", "4021"),
        ("anonymous", ""),
        ("", ""),
        ("' OR 1=1 --", ""),
        ("<script>alert(1)</script>", ""),
        ("٠٦١٢٣٤٥٦٧٨" * 30, ""),
        ("9" * 5000, ""),
    ],
)
def test_numbers_are_read_as_switchboards_write_them(told, read):
    assert read_number(told) == read


def test_a_clock_that_is_wrong_is_not_believed(desk):
    call = tell(desk, "rung", minutes=60 * 24 * 400)
    assert call.rang_at <= clock.now()
    assert tell(desk, "rung", minutes=-60 * 24 * 400, reference="b").rang_at > clock.now() - timedelta(days=1)


def test_calls_are_seen_by_the_reception_alone(desk):
    call = tell(desk, "missed")
    other = TeamFactory()
    with actor.acting_as(actor.for_agent(1, [other.pk])):
        assert queries.latest_calls() == []
        assert queries.count_waiting().calls == 0
        with pytest.raises(NotFound):
            settle_call(call_id=call.pk, outcome=CallOutcome.DROPPED, by=agent_session(desk[2].pk))
    with actor.acting_as(agent_session(desk[2].pk).actor()):
        assert queries.count_waiting().calls == 1


def test_no_answer_leaves_a_missed_call_to_do_and_keeps_a_promise(desk):
    body, _team, agent = desk
    session = agent_session(agent.pk)
    missed = tell(desk, "missed")
    assert settle_call(call_id=missed.pk, outcome=CallOutcome.ABSENT, by=session).is_to_do
    assert not settle_call(call_id=missed.pk, outcome=CallOutcome.REACHED, by=session).is_to_do
    promised = note_call(
        by=session,
        organisation=body,
        note="Veut savoir",
        number=NUMBER,
        promised_at=clock.now() + timedelta(hours=2),
    )
    assert queries.calls_to_do() == [promised]
    assert not settle_call(call_id=promised.pk, outcome=CallOutcome.ABSENT, by=session).is_to_do


@pytest.mark.parametrize("away", [timedelta(minutes=-1), timedelta(days=400)])
def test_a_call_back_is_promised_for_a_time_one_can_keep(desk, away):
    session = agent_session(desk[2].pk)
    with pytest.raises(Invalid):
        note_call(by=session, organisation=desk[0], note="Rappeler", promised_at=clock.now() + away)


def test_calls_without_end_are_ended_and_old_ones_erased(desk):
    tell(desk, "rung")
    tell(desk, "rung", reference="b", number="")
    assert calls.end_silent_calls() == 2
    assert [call.reference for call in queries.calls_to_do()] == ["a1"]
    PhoneCall.objects.filter(reference="b").update(rang_at=clock.now() - timedelta(days=KEPT_CALLS + 1))
    assert calls.forget_calls() == 1
    assert PhoneCall.objects.get().reference == "a1"

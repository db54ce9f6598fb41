"""Calls as a switchboard tells them, in any order and as often as it likes; and what agents note of a call."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from parvis.channels.access import get_call
from parvis.channels.models import CallOutcome, CallState, PhoneCall
from parvis.channels.personal_data import KEPT_CALLS
from parvis.channels.services.inbound_post import sorters
from parvis.common import actor, clock
from parvis.common.errors import Invalid
from parvis.common.ids import new_id
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Agent, Organisation
from parvis.people.phones import dialled, international

LONGEST_RING, LONGEST_CALL = timedelta(minutes=15), timedelta(hours=4)
"""After that a call whose end was not told is missed, or ended: a switchboard restarted, or forgot."""
LATEST_NEWS = timedelta(days=7)
"""An event told later than that comes from a clock that is wrong."""
FARTHEST = timedelta(days=92)
"""A call-back promised beyond that is a slip of the keyboard."""
_PLAIN = re.compile(r"[0-9+ ./()-]{1,30}")
log = structlog.get_logger()


class CallEvent(StrEnum):
    """What a switchboard tells of a call."""

    RUNG = "rung"
    ANSWERED = "answered"
    ENDED = "ended"
    MISSED = "missed"


@dataclass(frozen=True, kw_only=True)
class Told:
    """One event. ``agent`` is the e-mail or the number of who took the call; ``line`` the number called."""

    reference: str
    event: CallEvent
    at: datetime
    number: str = ""
    line: str = ""
    agent: str = ""


@transaction.atomic
def take_event(*, organisation: Organisation, told: Told, teams: frozenset[int] = frozenset()) -> PhoneCall:
    """Keep what a switchboard tells of a call, and return the call.

    Events are told in any order and several times: the call is what all of them say. ``teams`` see the calls of a body
    that no team receives for.
    """
    told = replace(told, at=_likely(told.at))
    with actor.acting_as(actor.for_system("channels.calls")):
        with connection.cursor() as cursor:
            lock = f"call:{organisation.pk}:{told.reference}"
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [lock])
        known = PhoneCall.objects.filter(organisation=organisation, reference=told.reference)
        call = known.select_for_update(of=("self",)).first()
        is_first = call is None
        if call is None:
            call = PhoneCall(
                organisation=organisation,
                reference=told.reference,
                state=CallState.RINGING,
                rang_at=told.at,
                teams=sorters(organisation.pk) or sorted(teams),
            )
        _add(call, told)
        call.save(force_insert=is_first)
        if call.answered_at:
            _settle_former(call)
    return call


def _add(call: PhoneCall, told: Told) -> None:
    """Put one event on a call, in memory; the state is what all events say, whatever their order."""
    call.number = call.number or read_number(told.number)
    call.line = call.line or told.line[:64]
    call.rang_at = min(call.rang_at, told.at)
    if told.event == CallEvent.ANSWERED:
        call.answered_at = min(call.answered_at or told.at, told.at)
        call.agent = call.agent or _agent(call.organisation, told.agent)
    elif told.event in {CallEvent.ENDED, CallEvent.MISSED}:
        call.ended_at = max(call.ended_at or told.at, told.at)
    call.state = _state(call)
    if call.state != CallState.MISSED:
        if call.settled_by_id is None and call.outcome == CallOutcome.DROPPED and not call.promised_at:
            call.settled_at, call.outcome = None, ""
    elif not call.number and call.settled_at is None:  # nobody can call back a hidden number
        call.settled_at, call.outcome = call.ended_at, CallOutcome.DROPPED


def _likely(at: datetime) -> datetime:
    """Return when something happened; now for what a switchboard with a wrong clock tells."""
    now = clock.now()
    return at if now - LATEST_NEWS <= at <= now else now


def _state(call: PhoneCall) -> CallState:
    if call.ended_at:
        return CallState.ENDED if call.answered_at else CallState.MISSED
    return CallState.ANSWERED if call.answered_at else CallState.RINGING


def _settle_former(call: PhoneCall) -> None:
    """End what was left to do for a number that someone has now spoken with: missed calls from it."""
    if call.number:
        former = PhoneCall.objects.filter(
            organisation=call.organisation,
            number=call.number,
            state=CallState.MISSED,
            promised_at=None,
            settled_at=None,
            rang_at__lte=call.answered_at,
        )
        former.update(settled_at=call.answered_at, settled_by=call.agent, outcome=CallOutcome.REACHED)


def read_number(text: str) -> str:
    """Return the number of a caller: international when it can be, else as dialled; "" when it is hidden.

    A switchboard writes « 0612345678 », « +33 6… », « sip:+336…@pbx », « anonymous », or anything.
    """
    bare = text[:200].strip().removeprefix("tel:").removeprefix("sip:").partition("@")[0].partition(";")[0]
    if not _PLAIN.fullmatch(bare):
        return ""
    return international(bare) or dialled(bare)


def _agent(organisation: Organisation, said: str) -> Agent | None:
    """Return the agent of a body whom a switchboard names by e-mail, or by their number."""
    if "@" in said:
        found = Agent.objects.filter(account__email__iexact=said.strip()[:254])
    elif number := read_number(said):
        found = Agent.objects.filter(phone__in={said.strip(), number})
    else:
        return None
    return found.filter(organisation=organisation, is_active=True).first()


@transaction.atomic
def note_call(
    *,
    by: AgentSession,
    organisation: Organisation,
    note: str,
    number: str = "",
    person_id: UUID | None = None,
    promised_at: datetime | None = None,
    team: int | None = None,
) -> PhoneCall:
    """Keep what an agent heard on the telephone, with the call-back they promised. Raises Invalid.

    The caller has checked that the agent sees the person. The agent's teams see it, or the one named.
    """
    check_promise(note=note, promised_at=promised_at)
    now = clock.now()
    return PhoneCall.objects.create(
        id=new_id(),
        organisation=organisation,
        teams=[team] if team in by.teams else sorted(by.teams),
        number=read_number(number),
        state=CallState.ENDED,
        rang_at=now,
        answered_at=now,
        ended_at=now,
        agent_id=by.agent_id,
        person_id=person_id,
        note=note.strip()[:4000],
        promised_at=promised_at,
    )


def check_promise(*, note: str, promised_at: datetime | None) -> None:
    """Refuse a note of nothing, and a call-back promised in the past or in a year. Raises Invalid."""
    errors: dict[str, list[str]] = {}
    if not note.strip():
        errors["note"] = [_("Écrivez ce qui a été dit.")]
    if promised_at is not None and promised_at <= clock.now():
        errors["promised_at"] = [_("Cette heure est passée : choisissez une heure à venir.")]
    elif promised_at is not None and promised_at > clock.now() + FARTHEST:
        errors["promised_at"] = [_("Cette date est à plus de trois mois : vérifiez-la.")]
    if errors:
        raise Invalid(errors)


@transaction.atomic
def settle_call(*, call_id: UUID, outcome: CallOutcome, by: AgentSession) -> PhoneCall:
    """Say how what was left to do after a call ended: called back, no answer, nothing to do. Raises NotFound.

    Nobody answered: a missed call stays to do, so that one tries again; a promise is kept by having called.
    """
    call = get_call(call_id, lock=True)
    if not call.is_to_do:
        return call
    call.outcome = outcome
    if outcome != CallOutcome.ABSENT or call.promised_at:
        call.settled_at = clock.now()
    call.settled_by_id = by.agent_id
    call.save(update_fields=["outcome", "settled_at", "settled_by"])
    return call


@transaction.atomic
def tie_call(*, call_id: UUID, about: UUID, person_id: UUID | None, by: AgentSession) -> PhoneCall:
    """Make a call the evidence of a case made from it; what was left to do for it is done. Raises NotFound."""
    call = get_call(call_id, lock=True)
    call.about, call.person_id = about, person_id or call.person_id
    call.agent_id = call.agent_id or by.agent_id
    if call.is_to_do:
        call.settled_at, call.settled_by_id, call.outcome = clock.now(), by.agent_id, CallOutcome.REACHED
    with actor.admitting(*([person_id] if person_id else [])):
        call.save(update_fields=["about", "person", "agent", "settled_at", "settled_by", "outcome"])
    return call


@transaction.atomic
def end_silent_calls() -> int:
    """End the calls whose end was never told: answered or missed; return how many."""
    now = clock.now()
    with actor.acting_as(actor.for_system("channels.calls")):
        silent = PhoneCall.objects.filter(ended_at=None)
        ended = silent.filter(state=CallState.ANSWERED, answered_at__lt=now - LONGEST_CALL).update(
            state=CallState.ENDED, ended_at=now
        )
        unanswered = silent.filter(state=CallState.RINGING, rang_at__lt=now - LONGEST_RING)
        hidden = unanswered.filter(number="").update(
            state=CallState.MISSED, ended_at=now, settled_at=now, outcome=CallOutcome.DROPPED
        )
        return ended + hidden + unanswered.update(state=CallState.MISSED, ended_at=now)


@transaction.atomic
def forget_calls() -> int:
    """Erase the calls kept long enough (``personal_data.KEPT_CALLS``) of which no case was made; return how many."""
    with actor.acting_as(actor.for_system("channels.calls")):
        old = PhoneCall.objects.filter(about=None, rang_at__lt=clock.now() - timedelta(days=KEPT_CALLS))
        waiting = Q(promised_at__gt=clock.now()) & Q(settled_at=None)
        erased, _kinds = old.exclude(waiting).delete()
    if erased:
        log.info("channels.calls_erased", count=erased)
    return erased

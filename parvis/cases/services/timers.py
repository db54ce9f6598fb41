"""Timers: set when a case enters a status, fired once, visible, cancelled by an agent.

A timer fires in the transaction that marks it fired: a worker killed before its end leaves it waiting, for the next
one; two workers never hold the same one (``SKIP LOCKED``). What is due is a moment of the calendar, computed once; a
machine that was off fires late, a clock put back fires no timer twice.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases import access, journal
from parvis.cases.calendars import working_days_of
from parvis.cases.models import Case, Timer, TimerState
from parvis.cases.services.action_queue import RESTS
from parvis.cases.services.saving import save_case
from parvis.cases.story import territory_of
from parvis.cases.workflow_times import WORKING, earlier, later, moment_of
from parvis.catalogue.workflows.definition import TIMED, Delay, Transition, Workflow, workflow_of
from parvis.common import actor, clock
from parvis.common.errors import DomainError, NotFound
from parvis.organisations.access import AgentSession

BATCH = 200
log = structlog.get_logger()
Values = Mapping[str, Any]


def set_timers(case: Case, flow: Workflow, values: Callable[[], Values]) -> None:
    """Set the timers of the status that a locked case just entered."""
    timed = [each for each in flow.leaving(case.status) if each.when.on in TIMED]
    if not timed:
        return
    known = values()
    for each in timed:
        due = due_at(case, each, known)
        if due is not None:
            set_timer(case, each, due)


def set_timer(case: Case, transition: Transition, due: datetime) -> None:
    """Set the timer of a transition, or put it off to a later moment."""
    Timer.objects.update_or_create(
        case=case,
        turn=case.status_turn,
        transition=transition.key,
        defaults={
            "organisation_id": case.organisation_id,
            "due_at": due,
            "times": transition.when.times,
            "set_at": clock.now(),
        },
    )


def retime_dates(case: Case, flow: Workflow, values: Values) -> None:
    """Have the timers of the present status follow the dates that they read: put off, set again, or dropped.

    What an agent cancelled stays so; what fired for a former date fires again for one to come.
    """
    for each in flow.leaving(case.status):
        if each.when.on == "date":
            _follow(case, each, due_at(case, each, values))


def _follow(case: Case, transition: Transition, due: datetime | None) -> None:
    held = Timer.objects.filter(case=case, turn=case.status_turn, transition=transition.key).first()
    if held is None:
        if due is not None:
            set_timer(case, transition, due)
        return
    if held.cancelled_by_id is not None or held.due_at == due:
        return
    if due is None:
        if held.state in {TimerState.WAITING, TimerState.STOPPED}:
            _end(held, TimerState.CANCELLED)
    elif held.state == TimerState.WAITING or due > clock.now():
        held.state, held.due_at, held.times = TimerState.WAITING, due, transition.when.times
        held.ended_at, held.attempts, held.reason = None, 0, ""
        held.save(update_fields=["state", "due_at", "times", "ended_at", "attempts", "reason"])


def due_at(case: Case, transition: Transition, values: Values) -> datetime | None:
    """Return when a transition is due, None when nothing says it."""
    when = transition.when
    start = (
        case.status_since if when.on == "delay" else moment_of(when.date.value(values) if when.date else None)
    )
    if start is None:
        return None
    if when.after is None:
        return start
    return _shifted(case, start, when.after, values, backward=when.minus)


def moment_after(case: Case, delay: Delay | None, values: Values) -> datetime | None:
    """Return the moment a delay from now, where the body is; None when there is no delay, or it says nothing."""
    return _shifted(case, clock.now(), delay, values) if delay else None


def _shifted(
    case: Case, start: datetime, delay: Delay, values: Values, *, backward: bool = False
) -> datetime | None:
    amount = delay.amount(values)
    if amount is None:
        return None
    return shifted(case, start, amount, delay.unit, backward=backward)


def shifted(
    case: Case, start: datetime, amount: int, unit: str, *, backward: bool = False
) -> datetime | None:
    """Return a moment an amount of a unit away, in the working days of the body; None beyond the calendar."""
    shift = earlier if backward else later
    try:
        return shift(
            start,
            amount,
            unit,
            territory=territory_of(case.organisation),
            is_open=working_days_of(case.organisation_id) if unit == WORKING else None,
        )
    except (OverflowError, ValueError):  # beyond the calendar
        return None


def drop_timers(case: Case, flow: Workflow, status: str) -> None:
    """Cancel the timers of a status that a locked case leaves."""
    if any(each.when.on in TIMED or each.when.on == "opinions" for each in flow.leaving(status)):
        waiting = Timer.objects.filter(case=case, turn=case.status_turn, state=TimerState.WAITING)
        waiting.update(state=TimerState.CANCELLED, ended_at=clock.now())


def drop_deadlines(case: Case, transitions: list[str]) -> None:
    """Cancel the timers of transitions of a locked case that were made, or will be, before their time."""
    waiting = Timer.objects.filter(case=case, turn=case.status_turn, state=TimerState.WAITING)
    waiting.filter(transition__in=transitions).update(state=TimerState.CANCELLED, ended_at=clock.now())


@transaction.atomic
def cancel_timer(*, case_id: UUID, timer_id: int, by: AgentSession) -> None:
    """Take away what would have happened by itself. Raises CaseNotFound, NotForThisRole, NotFound."""
    case = access.get_case(case_id, lock=True)
    access.require(access.can_handle(by, case))
    timer = _of_case(case, timer_id, TimerState.WAITING, TimerState.STOPPED)
    timer.state, timer.ended_at, timer.cancelled_by_id = TimerState.CANCELLED, clock.now(), by.agent_id
    timer.save(update_fields=["state", "ended_at", "cancelled_by"])
    flow = workflow_of(case.version)
    label = flow.transition(timer.transition).label if flow else timer.transition
    facts = {"transition": timer.transition, "label": label, "due_at": timer.due_at.isoformat()}
    journal.record(case, "timer_cancelled", facts=facts)
    save_case(case)


@transaction.atomic
def retry_timer(*, case_id: UUID, timer_id: int, by: AgentSession) -> None:
    """Have a timer stopped by an error tried again at once. Raises CaseNotFound, NotForThisRole, NotFound."""
    case = access.get_case(case_id, lock=True)
    access.require(access.can_handle(by, case))
    timer = _of_case(case, timer_id, TimerState.STOPPED)
    timer.state, timer.attempts, timer.due_at = TimerState.WAITING, 0, clock.now()
    timer.save(update_fields=["state", "attempts", "due_at"])


def _of_case(case: Case, timer_id: int, *states: TimerState) -> Timer:
    try:
        return Timer.objects.select_for_update(of=("self",)).get(pk=timer_id, case=case, state__in=states)
    except Timer.DoesNotExist:
        raise NotFound from None


def fire_timers() -> int:
    """Make every transition whose moment came; return how many. Workers may do it together, and be killed."""
    fired = 0
    with actor.acting_as(actor.for_system("cases.timers")):
        for timer_id in _due():
            fired += fire_one(timer_id=timer_id)
    return fired


def _due() -> Iterator[int]:
    last: tuple[datetime, int] | None = None
    until = clock.now()
    while True:
        waiting = Timer.objects.filter(state=TimerState.WAITING, due_at__lte=until).order_by("due_at", "pk")
        if last is not None:
            waiting = waiting.extra(where=["(due_at, id) > (%s, %s)"], params=last)
        with transaction.atomic():  # the actor is told to the database as a transaction begins
            found = list(waiting.values_list("due_at", "pk")[:BATCH])
        yield from (pk for _at, pk in found)
        if len(found) < BATCH:
            return
        last = found[-1]


def fire_one(*, timer_id: int) -> bool:
    """Fire one timer; a refusal is kept with it, and leaves the others be."""
    try:
        with transaction.atomic():
            return _fire(timer_id)
    except DomainError as refusal:
        _put_off(timer_id, str(refusal))
    except Exception:  # the outermost layer of a sweep: one case that breaks must not stop the others
        log.exception("timer_broken", timer=timer_id)
        _put_off(timer_id, _("Une erreur inattendue s’est produite. Elle est signalée aux exploitants."))
    return False


def _fire(timer_id: int) -> bool:
    from parvis.cases.services.transitions import make_timed  # noqa: PLC0415 - the engine sets timers too

    timer = (
        Timer.objects.select_related("case__organisation", "case__team", "case__person", "case__version")
        .select_for_update(of=("self", "case"), skip_locked=True)
        .filter(pk=timer_id, state=TimerState.WAITING, due_at__lte=clock.now())
        .first()
    )
    if timer is None:  # fired by another worker, cancelled, or the case is being worked on: next time
        return False
    if timer.case.status_turn != timer.turn:
        _end(timer, TimerState.CANCELLED)
        return False
    _count(timer)
    return make_timed(case=timer.case, transition=timer.transition, timer=timer)


def _count(timer: Timer) -> None:
    """Mark a timer fired, or set it for its next time."""
    flow = workflow_of(timer.case.version)
    transition = flow.transition(timer.transition) if flow else None
    timer.times -= 1
    again = transition.when.after if transition and timer.times > 0 else None
    next_at = moment_after(timer.case, again, {}) if again else None
    if next_at is None:
        _end(timer, TimerState.FIRED)
        return
    timer.due_at = next_at
    timer.save(update_fields=["due_at", "times"])


def _end(timer: Timer, state: TimerState) -> None:
    timer.state, timer.ended_at = state, clock.now()
    timer.save(update_fields=["state", "ended_at", "times"])


@transaction.atomic
def _put_off(timer_id: int, reason: str) -> None:
    timer = Timer.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=timer_id).first()
    if timer is None:
        return
    timer.reason, timer.attempts = reason[:500], timer.attempts + 1
    if timer.attempts > len(RESTS):
        timer.state = TimerState.STOPPED
    else:
        timer.due_at = clock.now() + RESTS[timer.attempts - 1]
    timer.save(update_fields=["reason", "attempts", "state", "due_at"])

"""Playing a case forward outside of life, for trials and recorded tests alike: jobs at once, time that passes.

Jobs are set aside (``jobs.set_aside``): those by which a workflow goes on are done here, who plays is told of the
others.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from parvis.cases.models import Timer, TimerState
from parvis.cases.services.timers import fire_one
from parvis.common import jobs
from parvis.common.errors import DomainError

MOST_TIMERS = 200
"""Timers that may fire in a row while time passes; beyond, the play stops there."""
OF_THE_WORKFLOW = frozenset({"cases.arrive_in_status", "cases.signal_case", "cases.tell_linked_cases"})


class GoesRound(DomainError):
    """Timers follow one another without end."""

    code = "timers_go_round"
    message = _("Trop d’échéances se suivent : le parcours tourne en rond.")


def do_jobs(aside: list[jobs.Aside], *, other: Callable[[jobs.Aside], None]) -> None:
    """Do at once what was left to jobs, and what that leaves; ``other`` is given those that are not of the workflow."""
    while aside:
        job = aside.pop(0)
        if job.name in OF_THE_WORKFLOW:
            job.task.func(**job.arguments)
        else:
            other(job)


def pass_time(
    case_id: UUID,
    *,
    at: datetime,
    until: datetime,
    standing: Callable[[datetime], AbstractContextManager[None]],
    settle: Callable[[datetime, Timer | None], None],
) -> datetime:
    """Move a clock, firing each timer of a case at its moment; return where it stands. Raises GoesRound.

    ``standing`` runs a block at a moment; ``settle`` does what follows, told of the timer that fired, if it did.
    """
    for _turn in range(MOST_TIMERS):
        with standing(at):
            due = _next(case_id)
        if due is None or due.due_at > until:
            return max(at, until)
        at = max(at, due.due_at)
        with standing(at):
            fired = fire_one(timer_id=due.pk)
        settle(at, due if fired else None)
        if not fired and _is_still_due(due):
            return max(at, until)
    raise GoesRound


def _next(case_id: UUID) -> Timer | None:
    return Timer.objects.filter(case=case_id, state=TimerState.WAITING).order_by("due_at", "pk").first()


def _is_still_due(due: Timer) -> bool:
    """Return whether a timer did nothing, not even wait longer."""
    return Timer.objects.filter(pk=due.pk, state=TimerState.WAITING, due_at=due.due_at).exists()

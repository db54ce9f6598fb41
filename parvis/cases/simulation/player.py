"""Playing a case forward outside of life, for trials and recorded tests alike: jobs at once, time that passes.

Jobs are set aside (``jobs.set_aside``): those by which a workflow goes on are done here, who plays is told of the
others. What sweeps do in life comes at its moment: timers of the workflow, silence that decides, reminders, alerts.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.clocks import clock_kinds
from parvis.cases.models import Clock, ClockState, Timer, TimerState
from parvis.cases.services.implied import declare_if_born
from parvis.cases.services.steps import take_step
from parvis.cases.services.timers import fire_one
from parvis.catalogue.workflows.definition import Workflow
from parvis.common import jobs
from parvis.common.errors import DomainError

MOST_TIMERS = 200
"""What may come by itself in a row while time passes; beyond, the play stops there."""
OF_THE_WORKFLOW = frozenset({"cases.arrive_in_status", "cases.signal_case", "cases.tell_linked_cases"})
SILENCE = "silence"


class GoesRound(DomainError):
    """Timers follow one another without end."""

    code = "timers_go_round"
    message = gettext_lazy("Trop d’échéances se suivent : le parcours tourne en rond.")


@dataclass(frozen=True, slots=True)
class Due:
    """What comes by itself at a moment: a timer of the workflow, or what a clock of the case does."""

    at: datetime
    row: Timer | Clock

    @property
    def key(self) -> tuple[type, int, datetime]:
        """Return what tells it apart; put off, it is another one."""
        return type(self.row), self.row.pk, self.at

    @property
    def transition(self) -> str:
        """Return the key of the transition that a timer makes, "" for a clock."""
        return self.row.transition if isinstance(self.row, Timer) else ""

    def come(self) -> bool:
        """Have it come; return whether anything did."""
        if isinstance(self.row, Timer):
            return fire_one(timer_id=self.row.pk)
        if self.row.kind == SILENCE:
            return declare_if_born(case_id=self.row.case_id)
        return take_step(clock_id=self.row.pk)

    def label(self, flow: Workflow) -> str:
        """Return what it is called in a workflow."""
        if isinstance(self.row, Clock):
            return str(clock_kinds.get(self.row.kind).label)
        known = flow.transitions.get(self.row.transition)
        return known.label if known else self.row.transition

    def sentence(self, flow: Workflow) -> str:
        """Return what happened, once it came."""
        if isinstance(self.row, Clock) and self.row.kind == SILENCE:
            return _("le délai est passé : le silence décide")
        said = (
            _("le moment venu : %(label)s")
            if isinstance(self.row, Clock)
            else _("le moment venu, « %(label)s » arrive tout seul")
        )
        return said % {"label": self.label(flow)}


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
    settle: Callable[[datetime, Due | None], None],
    clocks: Collection[str] | None = None,
) -> datetime:
    """Move a clock, each thing that comes by itself at its moment; return where it stands. Raises GoesRound.

    ``standing`` runs a block at a moment; ``settle`` does what follows, told of what came, if anything did; ``clocks``
    are the kinds of clocks of the case that count, every one when None.
    """
    tried: set[object] = set()
    for _turn in range(MOST_TIMERS):
        with standing(at):
            due = next_due(case_id, clocks=clocks, besides=tried)
        if due is None or due.at > until:
            return max(at, until)
        tried.add(due.key)
        at = max(at, due.at)
        with standing(at):
            came = due.come()
        settle(at, due if came else None)
    raise GoesRound


def next_due(
    case_id: UUID, *, clocks: Collection[str] | None = None, besides: Collection[object] = ()
) -> Due | None:
    """Return what comes next by itself to a case, None when nothing does."""
    coming = [
        *_timers(case_id),
        *_clocks(case_id, clocks),
    ]
    left = [due for due in coming if due.key not in besides]
    return min(left, key=lambda due: due.at, default=None)


def _timers(case_id: UUID) -> Iterator[Due]:
    rows = Timer.objects.filter(case=case_id, state=TimerState.WAITING).order_by("due_at", "pk")
    yield from (Due(row.due_at, row) for row in rows)


def _clocks(case_id: UUID, kinds: Collection[str] | None) -> Iterator[Due]:
    for row in Clock.objects.filter(case=case_id, state=ClockState.RUNNING).order_by("pk"):
        if kinds is not None and row.kind not in kinds:
            continue
        at = row.due_at if row.kind == SILENCE else row.next_step_at
        if at is not None:
            yield Due(at, row)

"""The engine of workflows: what a transition does to one locked case, and what follows by itself.

A drive is one transaction's worth of moves of one case. Statuses change here; legal states and clocks are changed by
the same inner verbs that the gestures of the desk call, so that both meet in one way.
"""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.db import transaction as database
from django.utils import translation
from django.utils.translation import gettext as _

from parvis.cases import journal
from parvis.cases.action_kinds import CaseAction, Run
from parvis.cases.errors import DecisionMissing
from parvis.cases.models import OPEN, Case, JournalEntry, LegalState
from parvis.cases.services import standing
from parvis.cases.services.action_queue import queue_action
from parvis.cases.services.saving import move, save_case
from parvis.cases.services.timers import drop_timers, set_timers
from parvis.cases.services.treatment import end_case
from parvis.cases.services.workflow_values import values_of
from parvis.catalogue.workflows.actions import Phase
from parvis.catalogue.workflows.definition import ARRIVAL, Status, Step, Transition, Workflow
from parvis.common import actor, clock
from parvis.common.errors import DomainError
from parvis.organisations.access import AgentSession

MOST_HOPS = 20
"""Automatic transitions in a row; beyond, they go round in circles."""
MOST_AN_HOUR = 50
"""Transitions that nobody made and that no delay wanted, in an hour, from one job to the next; beyond, the same."""
BY_THEMSELVES = frozenset({ARRIVAL, "failure", "signal", "case_ended"})
HOUR = timedelta(hours=1)
log = structlog.get_logger()


class Drive:
    """The moves of one locked case in one transaction.

    ``strict``: an action that refuses takes the whole gesture back, as an agent is there to read why; else it is put
    aside, to be tried again, and the case goes on.
    """

    def __init__(self, case: Case, flow: Workflow, *, by: AgentSession | None = None) -> None:
        self.case, self.flow, self.by = case, flow, by
        self.strict = by is not None
        self.changed: set[str] = set()
        self.said: list[str] = []
        self.held = False
        """Whether what follows waits for the answer of an action."""
        case.__dict__[standing.LED] = True

    def values(self) -> Mapping[str, Any]:
        """Return what formulas read now."""
        return values_of(self.case, self.flow)

    def make(self, transition: Transition, *, cause: str) -> None:
        """Make a transition, then those that follow by themselves. Raises what an action refuses, when strict."""
        with actor.admitting(self.case.pk):
            if not self._goes_round(transition, cause):
                self._hop(transition, cause=cause)
                self._chain()

    def arrive(self, transition: Transition | None, *, entered: bool) -> None:
        """Do what is left of a move that ``standing`` made: the actions of its transition, then those of its status."""
        with actor.admitting(self.case.pk):
            if transition is not None:
                self._run(transition.actions)
            if entered:
                self._enter(self.flow.status(self.case.status))
            if self.said:
                status = self.flow.status(self.case.status)
                standing.note_move(
                    self.case, self.flow, status, transition=transition, cause="arrival", said=self.said
                )
            self._chain()

    def resume(self, place: str) -> None:
        """Go on after the action of a place, whose answer came: the rest of its list, then what follows by itself."""
        with actor.admitting(self.case.pk):
            status = self.flow.status(self.case.status)
            steps = [step.place for step in status.on_arrival]
            if place in steps:
                self._run(status.on_arrival[steps.index(place) + 1 :])
            self._chain()

    def finish(self) -> None:
        """Write what changed."""
        save_case(self.case, *self.changed)
        self.case.__dict__.pop(standing.LED, None)

    def _chain(self) -> None:
        path = [self.case.status]
        while not self.held and (following := self._following()) is not None:
            if len(path) > MOST_HOPS:
                self._stop(path)
                return
            if self._goes_round(following, ARRIVAL):
                return
            self._hop(following, cause=ARRIVAL)
            path.append(self.case.status)

    def _goes_round(self, transition: Transition, cause: str) -> bool:
        """Return whether too many transitions were made by themselves of late, across jobs too; the case then stays."""
        if cause not in BY_THEMSELVES:
            if "hops" in self.case.track:
                self.case.track = {key: value for key, value in self.case.track.items() if key != "hops"}
                self.changed.add("track")
            return False
        known = self.case.track.get("hops", {})
        since = datetime.fromisoformat(known["since"]) if known else clock.now()
        if not known or clock.now() - since > HOUR or clock.now() < since:
            known, since = {}, clock.now()
        number = known.get("number", 0) + 1
        self._keep("hops", number=number, since=since.isoformat())
        if number <= MOST_AN_HOUR:
            return False
        to = transition.to if transition.to in self.flow.statuses else self.case.status
        self._stop([self.case.status, to])
        return True

    def _stop(self, path: list[str]) -> None:
        """Tell that transitions go round in circles, and where; a gesture, a delay or an hour later, they may go on."""
        labels = [self.flow.status(key).label for key in path]
        journal.record(self.case, "workflow_stopped", facts={"path": labels})
        self._keep("stopped", path=labels, status=self.case.status)

    def _following(self) -> Transition | None:
        """Return the first automatic transition whose condition holds."""
        waiting = [each for each in self.flow.leaving(self.case.status) if each.when.on == ARRIVAL]
        if not waiting:
            return None
        values = self.values() if any(each.condition for each in waiting) else {}
        return next((each for each in waiting if not each.condition or each.condition.holds(values)), None)

    def _hop(self, transition: Transition, *, cause: str) -> None:
        case, origin = self.case, self.case.status
        target = standing.destination(case, self.flow, transition)
        stays = transition.to == "same"
        self.said = []
        self._keep_transition(transition)
        if not stays:
            drop_timers(case, self.flow, origin)
            standing.set_status(case, target)
        self._run(transition.actions)
        if not stays:
            self._enter(target)
        standing.note_move(
            case, self.flow, target, transition=transition, cause=cause, said=self.said, origin=origin
        )
        self.changed |= {*standing.COLUMNS}

    def _enter(self, status: Status) -> None:
        """Give the case the legal state of its status, set its timers, run its actions of arrival."""
        self._enter_state(LegalState(status.state))
        set_timers(self.case, self.flow, self.values)
        self._run(status.on_arrival)

    def _enter_state(self, to: LegalState) -> None:
        case = self.case
        origin = LegalState(case.state)
        if to == LegalState.RECEIVED and origin in OPEN and origin != to:
            to = LegalState.IN_PROGRESS  # received once: what comes back waits for nobody else any more
        if origin == to:
            return
        self.changed |= {"state", "outcome"}
        if to == LegalState.CLOSED:
            end_case(case)
        elif to == LegalState.DECIDED:
            raise DecisionMissing
        elif to == LegalState.WITHDRAWN:
            journal.record(case, "withdrawn")
            move(case, to)
        else:
            if origin not in OPEN and to in OPEN:
                move(case, LegalState.IN_PROGRESS)
                journal.record(case, "reopened")
            move(case, to)

    def _run(self, steps: tuple[Step, ...] | list[Step]) -> None:
        """Run actions in order; those of a job are written down, and one that others wait for holds them back."""
        for step in steps:
            if step.condition is not None and not step.condition.holds(self.values()):
                continue
            run = Run(self.case, self.flow, step, self.by, self.values, self.changed)
            if step.action.phase is Phase.JOB:
                queued = self._prepared(run)
                if queued and step.action.awaited and step in self.flow.status(self.case.status).on_arrival:
                    self.held = True
                    return
            else:
                self._do(run)

    def _do(self, run: Run) -> None:
        action = _able(run)
        if self.strict:
            action.run(run)
        elif not self._attempted(run, lambda: action.run(run)):
            return
        self.said.append(_told(run))

    def _prepared(self, run: Run) -> bool:
        action, given = _able(run), {}
        if self.strict:
            given = action.prepare(run)
        elif not self._attempted(run, lambda: given.update(action.prepare(run))):
            return True
        queue_action(self.case, run.step, given=given)
        self.said.append(_told(run))
        return True

    def _attempted(self, run: Run, attempt: Any) -> bool:
        """Try an action inside a savepoint; a refusal leaves the case as it was, and the action to be tried again."""
        held = _held(self.case, self.changed)
        try:
            with database.atomic():
                attempt()
        except DomainError as refusal:
            reason = str(refusal)
        except (OperationalError, InterfaceError):  # the database itself: the whole gesture is tried again
            raise
        except (
            Exception
        ):  # a fault of ours: it must not keep the case, its person or its timers from going on
            log.exception("action_broken", place=run.step.place)
            reason = _("Une erreur inattendue s’est produite. Elle est signalée aux exploitants.")
        else:
            return True
        _put_back(self.case, self.changed, held)
        queue_action(self.case, run.step, given={}, reason=reason)
        return False

    def _keep_transition(self, transition: Transition) -> None:
        track = {**self.case.track, "transition": transition.key}
        track.pop("stopped", None)
        self.case.track = track
        self.changed.add("track")

    def _keep(self, part: str, **kept: Any) -> None:
        self.case.track = {**self.case.track, part: kept}
        self.changed.add("track")


@dataclass(frozen=True)
class _Held:
    """A case in memory as it was before an action."""

    columns: dict[str, Any]
    pending: list[JournalEntry]
    changed: set[str]


def _held(case: Case, changed: set[str]) -> _Held:
    columns = {field.attname: case.__dict__[field.attname] for field in case._meta.concrete_fields}  # noqa: SLF001
    columns |= {name: copy.deepcopy(columns[name]) for name in ("track", "answers", "agent_answers")}
    return _Held(columns, list(journal.pending(case)), set(changed))


def _put_back(case: Case, changed: set[str], held: _Held) -> None:
    case.__dict__.update(held.columns)
    journal.pending(case)[:] = held.pending
    changed.intersection_update(held.changed)


def _told(run: Run) -> str:
    """Return the sentence of the journal: it is kept, so it does not depend on the language of who pressed."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(run.instead) or run.step.action.says(run.settings)


def _able(run: Run) -> CaseAction:
    action = run.step.action
    assert isinstance(action, CaseAction)  # noqa: S101 - rooms that register actions give them what runs
    return action

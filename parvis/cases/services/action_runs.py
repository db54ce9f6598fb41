"""Actions run by a job: tried again with a growing delay, then shown on the desk with their reason and a button.

Before anything the attempt is counted and committed; a call is made outside any transaction, under a key that never
changes; what came of it is written in one transaction that first looks whether another worker was quicker. So a worker
killed at any point leads to another call of the same key, never to a second effect.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from parvis.cases import access, journal
from parvis.cases.action_kinds import ActionFailed, CaseAction, NotYet, Run
from parvis.cases.errors import CaseNotFound
from parvis.cases.models import ActionRun, Case, RunState
from parvis.cases.services.action_queue import RESTS, defer_run
from parvis.cases.services.saving import save_case
from parvis.cases.services.steering import Drive
from parvis.cases.services.transitions import at_work
from parvis.catalogue.workflows.actions import Phase
from parvis.catalogue.workflows.definition import Step, Workflow, workflow_of
from parvis.common import actor, clock
from parvis.common.errors import DomainError, NotFound
from parvis.organisations.access import AgentSession

MOST_BEGUN = len(RESTS) + 3
"""Times that an action is begun without its end being known."""
MOMENT, PUT_OFF = timedelta(seconds=5), 3
"""How long an action waits for what another job makes, and how many times in a row."""
_MOST = 500
log = structlog.get_logger()


@dataclass(frozen=True)
class _Attempt:
    """What the call needs, read before it and committed."""

    action: CaseAction
    given: Mapping[str, Any]


def run_action(*, case_id: UUID, run_id: UUID) -> None:
    """Try an action that waits, whatever it is. Called by a job, again without harm."""
    try:
        if not _counted(case_id, run_id):
            return
        attempt = _begin(case_id, run_id)
        if attempt is None:
            return
        found = attempt.action.perform(attempt.given, key=str(run_id), case_id=str(case_id))
        end_run(case_id=case_id, run_id=run_id, found=found)
    except NotYet as refusal:
        _put_off(case_id=case_id, run_id=run_id, reason=str(refusal))
    except ActionFailed as refusal:
        fail_run(case_id=case_id, run_id=run_id, reason=str(refusal), again=refusal.again)
    except DomainError as refusal:
        fail_run(case_id=case_id, run_id=run_id, reason=str(refusal), again=True)
    except Exception:  # the outermost layer of a job: the reason is kept where agents see it
        log.exception("action_broken", run=str(run_id))
        said = _("Une erreur inattendue s’est produite. Elle est signalée aux exploitants.")
        fail_run(case_id=case_id, run_id=run_id, reason=said, again=True)


@transaction.atomic
def _put_off(*, case_id: UUID, run_id: UUID, reason: str) -> None:
    """Have an action wait a moment for what another job makes; what is still not there then is a failure."""
    _case, _flow, run = _at_hand(case_id, run_id)
    if run is None or run.attempts > PUT_OFF:
        fail_run(case_id=case_id, run_id=run_id, reason=reason, again=True)
        return
    run.next_at = clock.now() + MOMENT
    run.save(update_fields=["next_at"])
    defer_run(run, not_before=run.next_at)


def take_up_actions() -> int:
    """Defer again the actions that wait with no job left to try them; return how many. Called by a sweep.

    Their job was lost after too many failures, or waits for a moment that a clock put forward for a while gave.
    """
    now = clock.now()
    overdue = Q(next_at__lt=now - RESTS[2]) | Q(next_at__gt=now + RESTS[-1] + RESTS[2])
    with actor.acting_as(actor.for_system("cases.action_runs")), transaction.atomic():
        rows = ActionRun.objects.filter(overdue, state=RunState.WAITING).order_by("next_at")[:_MOST]
        left = list(rows.select_for_update(of=("self",), skip_locked=True))
        for run in left:
            run.next_at = now
            run.save(update_fields=["next_at"])
            defer_run(run)
    return len(left)


@transaction.atomic
def retry_action(*, case_id: UUID, run_id: UUID, by: AgentSession) -> None:
    """Have an action that failed tried again now. Raises CaseNotFound, NotForThisRole, NotFound."""
    case = access.get_case(case_id, lock=True, whole=True)
    access.require(access.can_handle(by, case))
    run = _failed_run(case, run_id)
    run.state, run.attempts, run.next_at, run.ended_at = RunState.WAITING, 0, clock.now(), None
    run.save(update_fields=["state", "attempts", "next_at", "ended_at"])
    _journal(case, run, "again")
    defer_run(run)


@transaction.atomic
def drop_action(*, case_id: UUID, run_id: UUID, by: AgentSession) -> None:
    """Give up an action that failed: what waited for it goes on. Raises CaseNotFound, NotForThisRole, NotFound."""
    case = access.get_case(case_id, lock=True, whole=True)
    access.require(access.can_handle(by, case))
    run = _failed_run(case, run_id)
    run.state, run.ended_at = RunState.DROPPED, clock.now()
    run.save(update_fields=["state", "ended_at"])
    _journal(case, run, "dropped")
    flow = _flow_of(case, run)
    if flow is not None:
        _go_on(case, flow, run)


@transaction.atomic
def suppose_done(*, case_id: UUID, run_id: UUID) -> None:
    """Go on as if an action that waits was done, with nothing to keep of it: in trials, where nothing is called."""
    case, flow = at_work(case_id)
    run = _waiting_run(case, run_id)
    if run is None:
        raise NotFound
    step = flow.step(run.place)
    at_hand = _run_of(case, flow, step)
    _able(step).suppose(at_hand)
    _settled(run)
    journal.record(case, "action_done", facts={"action": step.name, "how": "done"})
    _go_on(case, flow, run, *at_hand.changed)


@transaction.atomic
def _counted(case_id: UUID, run_id: UUID) -> bool:
    """Count an attempt, whatever becomes of it; return whether there is something to attempt.

    An action whose case no longer has the workflow that asked it is given up; one that was begun far too often, as it
    takes its worker down each time, is not begun again.
    """
    case = _found(case_id)
    run = _waiting_run(case, run_id) if case is not None else None
    if case is None or run is None:
        return False
    if _flow_of(case, run) is None:
        run.state, run.ended_at, run.next_at = RunState.DROPPED, clock.now(), None
        run.save(update_fields=["state", "ended_at", "next_at"])
        _journal(case, run, "dropped")
        return False
    if run.attempts > MOST_BEGUN:
        said = _("Cette action arrête le logiciel à chaque essai. Signalez-la aux exploitants.")
        _failed(case, run, said)
        return False
    run.attempts += 1
    run.next_at = clock.now() + _rest(run.attempts)
    run.save(update_fields=["attempts", "next_at"])
    return True


@transaction.atomic
def _begin(case_id: UUID, run_id: UUID) -> _Attempt | None:
    """Return what an attempt needs, None when there is nothing left to call.

    An action of the transaction that was put aside is run here, whole.
    """
    case, flow, run = _at_hand(case_id, run_id)
    if run is None or flow is None:
        return None
    step = flow.step(run.place)
    action = _able(step)
    if action.phase is Phase.TRANSACTION:
        _run_here(case, flow, run, step)
        return None
    if not run.given:
        run.given = action.prepare(_run_of(case, flow, step))
        run.save(update_fields=["given"])
    return _Attempt(action, run.given)


def _run_here(case: Case, flow: Workflow, run: ActionRun, step: Step) -> None:
    drive = Drive(case, flow)
    at_hand = Run(case, flow, step, None, drive.values, drive.changed)
    _able(step).run(at_hand)
    _settled(run)
    journal.record(case, "action_done", facts={"action": step.name, "how": "done"})
    drive.finish()


@transaction.atomic
def end_run(*, case_id: UUID, run_id: UUID, found: Mapping[str, Any]) -> None:
    """Keep what an action found, and go on with what waited for it; nothing when another worker was quicker."""
    case, flow, run = _at_hand(case_id, run_id)
    if run is None or flow is None:  # another worker was quicker: what it found stands
        return
    step = flow.step(run.place)
    at_hand = _run_of(case, flow, step)
    _able(step).settle(at_hand, found)
    _settled(run)
    journal.record(case, "action_done", facts={"action": step.name, "how": "done"})
    _go_on(case, flow, run, *at_hand.changed)


def _go_on(case: Case, flow: Workflow, run: ActionRun, *changed: str) -> None:
    """Write the case; when it still is where the action was asked, run what waited for it, else say what did not."""
    drive = Drive(case, flow)
    drive.changed |= set(changed)
    if _able(flow.step(run.place)).awaited:
        if _is_there(case, flow, run):
            drive.resume(run.place)
        elif undone := [step.name for step in _after(flow, run.place)]:
            journal.record(case, "action_done", facts={"action": ", ".join(undone), "how": "left"})
    drive.finish()


def _after(flow: Workflow, place: str) -> Sequence[Step]:
    """Return the actions of a status that wait for the one of a place."""
    for status in flow.statuses.values():
        places = [step.place for step in status.on_arrival]
        if place in places:
            return status.on_arrival[places.index(place) + 1 :]
    return ()


@transaction.atomic
def fail_run(*, case_id: UUID, run_id: UUID, reason: str, again: bool) -> None:
    """Keep why an action failed, and when it is tried again; after the last try, go where a failure leads."""
    case, _flow, run = _at_hand(case_id, run_id)
    if run is None:
        return
    run.reason = reason[:500]
    if again and run.attempts <= len(RESTS):
        run.next_at = clock.now() + _rest(run.attempts)
        run.save(update_fields=["reason", "next_at"])
        defer_run(run, not_before=run.next_at)
        return
    _failed(case, run, run.reason)


def _failed(case: Case, run: ActionRun, reason: str) -> None:
    """Give an action up for good, and go where a failure leads when the case still is where it was asked."""
    run.state, run.ended_at, run.next_at, run.reason = RunState.FAILED, clock.now(), None, reason
    run.save(update_fields=["reason", "state", "ended_at", "next_at"])
    flow = _flow_of(case, run)
    facts = {"action": flow.step(run.place).name if flow else "", "attempts": run.attempts}
    journal.record(case, "action_failed", facts=facts, personal={"reason": run.reason})
    if flow is None:
        save_case(case)
    else:
        _lead_failure(case, flow, run, flow.step(run.place))


def _lead_failure(case: Case, flow: Workflow, run: ActionRun, step: Step) -> None:
    """Take the transition that waits for a failure; else go on when the action says so; else stay."""
    drive = Drive(case, flow)
    if _is_there(case, flow, run):
        values = drive.values()
        for each in flow.leaving(case.status):
            awaits = each.when.on == "failure" and each.when.name in {"", step.key}
            if awaits and (each.condition is None or each.condition.holds(values)):
                drive.make(each, cause="failure")
                break
        else:
            if step.settings.get("on_error") == "continue":
                drive.resume(run.place)
    drive.finish()


def _settled(run: ActionRun) -> None:
    run.state, run.ended_at, run.next_at, run.reason = RunState.DONE, clock.now(), None, ""
    run.save(update_fields=["state", "ended_at", "next_at", "reason"])


def _rest(attempts: int) -> Any:
    return RESTS[min(attempts, len(RESTS)) - 1]


def _run_of(case: Case, flow: Workflow, step: Step) -> Run:
    return Run(case, flow, step, None, Drive(case, flow).values)


def _able(step: Step) -> CaseAction:
    action = step.action
    assert isinstance(action, CaseAction)  # noqa: S101 - rooms that register actions give them what runs
    return action


def _found(case_id: UUID) -> Case | None:
    """Return a locked case, None when it is no longer there."""
    try:
        return access.get_case(case_id, lock=True, whole=True)
    except CaseNotFound:
        return None


def _at_hand(case_id: UUID, run_id: UUID) -> tuple[Case, Workflow | None, ActionRun | None]:
    """Return a locked case, the workflow that asked an action, and the action if it still waits.

    A case that gestures of the desk led out of its workflow still has what was asked on the way. Raises CaseNotFound.
    """
    case = access.get_case(case_id, lock=True, whole=True)
    run = _waiting_run(case, run_id)
    return case, _flow_of(case, run) if run is not None else None, run


def _flow_of(case: Case, run: ActionRun) -> Workflow | None:
    """Return the workflow of a case, None when it has none, or not the action any more."""
    flow = workflow_of(case.version)
    places = {step.place for step in flow.steps()} if flow else set()
    return flow if run.place in places else None


def _is_there(case: Case, flow: Workflow, run: ActionRun) -> bool:
    """Return whether a case still is where an action was asked."""
    return case.status_turn == run.turn and case.status in flow.statuses


def _waiting_run(case: Case, run_id: UUID) -> ActionRun | None:
    waiting = ActionRun.objects.select_for_update(of=("self",)).filter(state=RunState.WAITING)
    return waiting.filter(pk=run_id, case=case).first()


def _failed_run(case: Case, run_id: UUID) -> ActionRun:
    try:
        return ActionRun.objects.select_for_update(of=("self",)).get(
            pk=run_id, case=case, state__in=[RunState.FAILED, RunState.WAITING]
        )
    except ActionRun.DoesNotExist:
        raise NotFound from None


def _journal(case: Case, run: ActionRun, how: str) -> None:
    flow = workflow_of(case.version)
    name = next((step.name for step in flow.steps() if step.place == run.place), "") if flow else ""
    journal.record(case, "action_done", facts={"action": name, "how": how})
    save_case(case)

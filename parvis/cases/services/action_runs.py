"""Actions run by a job: tried again with a growing delay, then shown on the desk with their reason and a button.

Before the call the attempt is counted and committed; the call is made outside any transaction, under a key that never
changes; what came of it is written in one transaction that first looks whether another worker was quicker. So a worker
killed at any point leads to another call of the same key, never to a second effect.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases import access, journal
from parvis.cases.action_kinds import ActionFailed, CaseAction, Run
from parvis.cases.models import ActionRun, Case, RunState
from parvis.cases.services.action_queue import RESTS, defer_run
from parvis.cases.services.saving import save_case
from parvis.cases.services.steering import Drive
from parvis.cases.services.transitions import at_work
from parvis.catalogue.workflows.actions import Phase
from parvis.catalogue.workflows.definition import Step, Workflow, workflow_of
from parvis.common import clock
from parvis.common.errors import DomainError, NotFound
from parvis.organisations.access import AgentSession

log = structlog.get_logger()


@dataclass(frozen=True)
class _Attempt:
    """What the call needs, read before it and committed."""

    action: CaseAction
    given: Mapping[str, Any]


def run_action(*, case_id: UUID, run_id: UUID) -> None:
    """Try an action that waits, whatever it is. Called by a job, again without harm."""
    try:
        attempt = _begin(case_id, run_id)
        if attempt is None:
            return
        found = attempt.action.perform(attempt.given, key=str(run_id), case_id=str(case_id))
        end_run(case_id=case_id, run_id=run_id, found=found)
    except ActionFailed as refusal:
        fail_run(case_id=case_id, run_id=run_id, reason=str(refusal), again=refusal.again)
    except DomainError as refusal:
        fail_run(case_id=case_id, run_id=run_id, reason=str(refusal), again=True)
    except Exception:  # the outermost layer of a job: the reason is kept where agents see it
        log.exception("action_broken", run=str(run_id))
        said = _("Une erreur inattendue s’est produite. Elle est signalée aux exploitants.")
        fail_run(case_id=case_id, run_id=run_id, reason=said, again=True)


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
    case, flow = at_work(case_id)
    access.require(access.can_handle(by, case))
    run = _failed_run(case, run_id)
    run.state, run.ended_at = RunState.DROPPED, clock.now()
    run.save(update_fields=["state", "ended_at"])
    _journal(case, run, "dropped")
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
def _begin(case_id: UUID, run_id: UUID) -> _Attempt | None:
    """Count an attempt; return what it needs, None when there is nothing left to call.

    An action of the transaction that was put aside is run here, whole.
    """
    case, flow = at_work(case_id)
    run = _waiting_run(case, run_id)
    if run is None:
        return None
    run.attempts += 1
    run.next_at = clock.now() + _rest(run.attempts)
    run.save(update_fields=["attempts", "next_at"])
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
    case, flow = at_work(case_id)
    run = _waiting_run(case, run_id)
    if run is None:  # another worker was quicker: what it found stands
        return
    step = flow.step(run.place)
    at_hand = _run_of(case, flow, step)
    _able(step).settle(at_hand, found)
    _settled(run)
    journal.record(case, "action_done", facts={"action": step.name, "how": "done"})
    _go_on(case, flow, run, *at_hand.changed)


def _go_on(case: Case, flow: Workflow, run: ActionRun, *changed: str) -> None:
    """Write the case; when it still is where the action was asked, run what waited for it."""
    drive = Drive(case, flow)
    drive.changed |= set(changed)
    if case.status_turn == run.turn and _able(flow.step(run.place)).awaited:
        drive.resume(run.place)
    drive.finish()


@transaction.atomic
def fail_run(*, case_id: UUID, run_id: UUID, reason: str, again: bool) -> None:
    """Keep why an action failed, and when it is tried again; after the last try, go where a failure leads."""
    case, flow = at_work(case_id)
    run = _waiting_run(case, run_id)
    if run is None:
        return
    run.reason = reason[:500]
    if again and run.attempts <= len(RESTS):
        run.next_at = clock.now() + _rest(run.attempts)
        run.save(update_fields=["reason", "next_at"])
        defer_run(run, not_before=run.next_at)
        return
    run.state, run.ended_at, run.next_at = RunState.FAILED, clock.now(), None
    run.save(update_fields=["reason", "state", "ended_at", "next_at"])
    step = flow.step(run.place)
    facts = {"action": step.name, "attempts": run.attempts}
    journal.record(case, "action_failed", facts=facts, personal={"reason": run.reason})
    _lead_failure(case, flow, run, step)


def _lead_failure(case: Case, flow: Workflow, run: ActionRun, step: Step) -> None:
    """Take the transition that waits for a failure; else go on when the action says so; else stay."""
    drive = Drive(case, flow)
    if case.status_turn == run.turn:
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
    name = flow.step(run.place).name if flow else ""
    journal.record(case, "action_done", facts={"action": name, "how": how})
    save_case(case)

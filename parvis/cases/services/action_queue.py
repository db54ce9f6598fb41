"""Writing down an action to run by a job."""

from datetime import datetime, timedelta
from typing import Any

from parvis.cases import tasks
from parvis.cases.models import ActionRun, Case
from parvis.catalogue.workflows.definition import Step
from parvis.common import actor, clock, jobs
from parvis.common.ids import new_id

RESTS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
"""How long an action that failed rests before it is tried again; after the last, it is shown on the desk."""


def queue_action(case: Case, step: Step, *, given: dict[str, Any], reason: str = "") -> ActionRun:
    """Write down an action of a locked case, and defer its job. ``reason``: it was tried once, and why it failed."""
    now = clock.now()
    failed = bool(reason)
    run = ActionRun(
        id=new_id(),
        organisation_id=case.organisation_id,
        case=case,
        turn=case.status_turn,
        place=step.place,
        given=given,
        agent_id=actor.current().agent,
        asked_at=now,
        next_at=now + RESTS[0] if failed else now,
        attempts=int(failed),
        reason=reason[:500],
    )
    run.save(force_insert=True)
    defer_run(run, not_before=run.next_at if failed else None)
    return run


def defer_run(run: ActionRun, *, not_before: datetime | None = None) -> None:
    """Defer the job of an action."""
    jobs.defer(tasks.run_action, not_before=not_before, case_id=str(run.case_id), run_id=str(run.pk))

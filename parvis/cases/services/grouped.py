"""One transition on several cases: looked at before, one job for each case, then told case by case."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from parvis.cases import tasks
from parvis.cases.errors import NotOffered
from parvis.cases.models import Case, GroupedMove, GroupedState
from parvis.cases.services.transitions import make_transition
from parvis.catalogue.workflows.definition import workflow_of
from parvis.common import actor, clock, jobs
from parvis.common.errors import DomainError, Invalid
from parvis.common.ids import new_id
from parvis.organisations.access import AgentSession
from parvis.organisations.sessions import agent_session


@transaction.atomic
def ask_grouped(
    *,
    cases: Iterable[Case],
    key: str,
    by: AgentSession,
    answers: Mapping[str, Any] | None = None,
    files: Iterable[UUID] = (),
) -> UUID:
    """Ask a transition of several cases; return what names the gesture. Each is made by a job of its own.

    What is not allowed on a case is said in the report, and stops none of the others. Raises NotOffered when the
    transition cannot be made on several cases.
    """
    batch, now = new_id(), clock.now()
    given = {"answers": dict(answers or {}), "files": [str(file) for file in files]}
    asked: list[GroupedMove] = []
    for case in cases:
        flow = workflow_of(case.version)
        transition_ = flow.transitions.get(key) if flow else None
        if transition_ is None or not transition_.grouped or not transition_.pressed:
            raise NotOffered
        asked.append(
            GroupedMove(
                organisation_id=case.organisation_id,
                batch=batch,
                case=case,
                agent_id=by.agent_id,
                transition=key,
                label=transition_.label[:200],
                given=given,
                asked_at=now,
            )
        )
    GroupedMove.objects.bulk_create(asked)
    for one in asked:
        jobs.defer(tasks.make_one_of_several, case_id=str(one.case_id), move_id=str(one.pk))
    return batch


def make_one_of_several(*, case_id: UUID, move_id: UUID) -> None:
    """Make the transition on one case of a group, as the agent who asked it. Called again, it does nothing more."""
    try:
        _make(case_id, move_id)
    except Invalid as refusal:
        _refuse(move_id, " ".join(text for said in refusal.errors.values() for text in said))
    except DomainError as refusal:
        _refuse(move_id, str(refusal))


@transaction.atomic
def _make(case_id: UUID, move_id: UUID) -> None:
    """Make it and say so together: a worker killed before the end has done nothing."""
    one = _waiting(move_id)
    if one is None:
        return
    session = agent_session(one.agent_id)
    if session is None:  # they left meanwhile
        raise NotOffered
    with actor.acting_as(session.actor()):
        files = tuple(UUID(file) for file in one.given["files"])
        make_transition(
            case_id=case_id, key=one.transition, by=session, answers=one.given["answers"], files=files
        )
    _end(one, GroupedState.DONE)


@transaction.atomic
def _refuse(move_id: UUID, reason: str) -> None:
    one = _waiting(move_id)
    if one is not None:
        one.reason = reason[:500]
        _end(one, GroupedState.REFUSED)


def _waiting(move_id: UUID) -> GroupedMove | None:
    waiting = GroupedMove.objects.filter(pk=move_id, state=GroupedState.WAITING)
    return waiting.select_for_update(of=("self",)).first()


def _end(one: GroupedMove, state: GroupedState) -> None:
    one.state, one.ended_at, one.given = state, clock.now(), {}
    one.save(update_fields=["state", "ended_at", "given", "reason"])

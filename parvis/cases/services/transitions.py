"""Making transitions of a case's workflow: by an agent, by its person, by a timer, an event, an outside system."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from parvis.cases import access
from parvis.cases.errors import NotOffered
from parvis.cases.models import Case, LegalState, Timer, TimerState
from parvis.cases.services.implied import settle_silence
from parvis.cases.services.indexing import reindex_case
from parvis.cases.services.messages import attach_files
from parvis.cases.services.steering import Drive
from parvis.cases.services.workflow_values import values_of
from parvis.cases.workflow_access import agent_may, person_may
from parvis.catalogue.forms import engine
from parvis.catalogue.workflows.definition import Transition, Workflow, workflow_of
from parvis.common import actor, clock
from parvis.common.errors import Invalid
from parvis.organisations.access import AgentSession

COMMENTS = frozenset({"long_text", "text"})
_ENDS = frozenset({LegalState.DECIDED, LegalState.CLOSED})


@transaction.atomic
def make_transition(
    *,
    case_id: UUID,
    key: str,
    by: AgentSession,
    answers: Mapping[str, Any] | None = None,
    files: Iterable[UUID] = (),
    known: Case | None = None,
) -> Case:
    """Make a transition of the workflow, with what the agent answered to its form, actions included, or nothing.

    ``known`` is the case as it was just read. Raises CaseNotFound, NotOffered, NotForThisRole, Invalid (answers), and
    what an action refuses.
    """
    case, flow = at_work(case_id, known=known)
    asked = _pressed(case, flow, key)
    access.require(agent_may(by, case, flow, asked))
    with actor.admitting(case.pk):  # said once: the database is told again each time that it changes
        if asked.to in flow.statuses and flow.status(asked.to).state in _ENDS:
            settle_silence(case)  # an implied decision born a moment ago comes first
            _offered(case, flow, asked)
        drive = Drive(case, flow, by=by)
        keep_form(drive, asked, answers or {}, files, is_internal=True)
        drive.make(asked, cause=asked.when.on)
        drive.finish()
        reindex_case(case)
    return case


@transaction.atomic
def make_transition_as_person(
    *, case_id: UUID, key: str, answers: Mapping[str, Any] | None = None, files: Iterable[UUID] = ()
) -> Case:
    """Make a transition that the workflow offers to the person. An action that fails is tried again later.

    Raises CaseNotFound, NotOffered, NotForThisRole, Invalid (answers).
    """
    case, flow = at_work(case_id)
    asked = _pressed(case, flow, key)
    access.require(person_may(asked))
    drive = Drive(case, flow)
    keep_form(drive, asked, answers or {}, files, is_internal=False)
    drive.make(asked, cause=asked.when.on)
    drive.finish()
    with actor.admitting(case.pk):
        reindex_case(case)
    return case


@transaction.atomic
def arrive(*, case_id: UUID, turn: int, transition: str, entered: bool) -> None:
    """Do what is left of a move made by a gesture or a birth, unless the case has moved since. Called by a job."""
    case, flow = at_work(case_id)
    if case.status_turn != turn or (entered and case.track.get("arrived", 0) >= turn):
        return
    drive = Drive(case, flow)
    if entered:
        case.track = {**case.track, "arrived": turn}
        drive.changed.add("track")
    drive.arrive(flow.transitions.get(transition), entered=entered)
    drive.finish()


def make_timed(*, case: Case, transition: str, timer: Timer) -> bool:
    """Make the transition of a timer on a locked case, in the sweep's transaction; return whether it was made.

    One whose condition does not hold yet is looked at again an hour later.
    """
    flow = workflow_of(case.version)
    asked = flow.transitions.get(transition) if flow else None
    if flow is None or asked is None or asked not in flow.leaving(case.status):
        return False
    if asked.condition is not None and not asked.condition.holds(values_of(case, flow)):
        _look_again(timer)
        return False
    drive = Drive(case, flow)
    drive.make(asked, cause=asked.when.on)
    drive.finish()
    return True


def make_happened(case: Case, flow: Workflow, *, on: str, name: str = "", answer: str = "") -> bool:
    """Make the first transition of a locked case that waits for what happened; return whether there was one.

    ``on`` is the kind of its « when », ``name`` what it speaks of, ``answer`` the answer it waits for. The caller runs
    it inside its transaction, and what it changed of the case is written with it.
    """
    if case.status not in flow.statuses:
        return False
    values = None
    for each in flow.leaving(case.status):
        awaits = each.when.on == on and each.when.name in {"", name} and each.when.answer in {"", answer}
        if not awaits:
            continue
        values = values or values_of(case, flow)
        if each.condition is None or each.condition.holds(values):
            drive = Drive(case, flow)
            drive.make(each, cause=on)
            drive.finish()
            return True
    return False


def at_work(case_id: UUID, *, known: Case | None = None) -> tuple[Case, Workflow]:
    """Return a locked case and its workflow. Raises CaseNotFound, NotOffered when it has none."""
    case = access.get_case(case_id, lock=True, whole=True, known=known)
    flow = workflow_of(case.version)
    if flow is None or case.status not in flow.statuses:
        raise NotOffered
    return case, flow


def _pressed(case: Case, flow: Workflow, key: str) -> Transition:
    asked = flow.transitions.get(key)
    if asked is None or not asked.pressed:
        raise NotOffered
    _offered(case, flow, asked)
    return asked


def offered_now(case: Case, flow: Workflow, asked: Transition) -> bool:
    """Return whether a transition can be made from where a case is: its condition holds."""
    if asked not in flow.leaving(case.status):
        return False
    return asked.condition is None or asked.condition.holds(values_of(case, flow))


def _offered(case: Case, flow: Workflow, asked: Transition) -> None:
    if not offered_now(case, flow, asked):
        raise NotOffered


def keep_form(
    drive: Drive, asked: Transition, answers: Mapping[str, Any], files: Iterable[UUID], *, is_internal: bool
) -> None:
    """Check and keep what was answered to the form of a transition. Raises Invalid."""
    form = drive.flow.forms.get(asked.form)
    if form is None:
        return
    case = drive.case
    known = {**case.answers, **case.agent_answers}
    given = {key: value for key, value in answers.items() if key in form.by_key}
    context = engine.Context(channel=case.channel, at=clock.now())
    checked = engine.check_all(form, {**known, **given}, complete=True, context=context, held=known)
    if checked.errors:
        raise Invalid(checked.errors)
    kept = {key: checked.answers[key] for key in form.by_key if key in checked.answers}
    track = dict(case.track)
    track["forms"] = {**track.get("forms", {}), asked.form: kept}
    written = [
        kept[key] for key, question in form.by_key.items() if question.type.code in COMMENTS and kept.get(key)
    ]
    if written:
        track["comment"] = str(written[-1])
    case.track = track
    drive.changed.add("track")
    with actor.admitting(case.pk):
        attach_files(case, tuple(files), is_internal=is_internal)


def _look_again(timer: Timer) -> None:
    timer.state, timer.ended_at, timer.times = TimerState.WAITING, None, max(timer.times, 1)
    timer.due_at = clock.now() + timedelta(hours=1)
    timer.save(update_fields=["state", "ended_at", "times", "due_at"])

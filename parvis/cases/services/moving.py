"""Moving drafts and open cases to another version of their procedure: said before, then done, and journalled.

A case keeps the version it was born under unless someone moves it. Nothing of the law moves with it: the regime and
the delays of a demand are those of the day it was made.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from parvis.cases import access, journal
from parvis.cases.errors import WrongState
from parvis.cases.models import OPEN, ActionRun, Case, Draft, RunState, Timer, TimerState
from parvis.cases.services import standing
from parvis.cases.services.contexts import case_context, draft_context
from parvis.cases.services.indexing import reindex_case
from parvis.cases.services.saving import save_case
from parvis.cases.services.timers import due_at, set_timer
from parvis.cases.services.workflow_values import values_of
from parvis.catalogue.forms import engine
from parvis.catalogue.forms.differences import Difference, differences
from parvis.catalogue.forms.moving import Fate, Move, carry
from parvis.catalogue.models import ProcedureVersion
from parvis.catalogue.workflows.definition import TIMED, Step, Workflow, workflow_of
from parvis.common import clock
from parvis.common.errors import Invalid

_BATCH = 200


@dataclass
class Preview:
    """What a move would do: to how many drafts and cases, question by question (key and label), nothing of anyone.

    ``counts`` are how many answers of a question are kept, converted, lost; ``missing`` how many drafts and cases will
    have a required question without answer.
    """

    differences: list[Difference]
    drafts: int = 0
    cases: int = 0
    counts: dict[tuple[str, str], Counter[Fate]] = field(default_factory=dict)
    missing: Counter[str] = field(default_factory=Counter)

    def add(self, move: Move) -> None:
        """Count what becomes of one set of answers."""
        for one in move.carried:
            self.counts.setdefault((one.path, one.label), Counter())[one.fate] += 1
        self.missing.update(move.missing)


@dataclass
class Moved:
    """How many drafts and cases were moved."""

    drafts: int = 0
    cases: int = 0


@transaction.atomic
def preview_move(*, origin: ProcedureVersion, to: ProcedureVersion) -> Preview:
    """Return what moving every draft and open case of a version would do. Writes nothing. Call as the system.

    Raises Invalid when the versions are not of one procedure.
    """
    _must_be_of_one_procedure(origin, to)
    preview = Preview(differences(origin.definition, to.definition))
    for drafts in _batches(_open_drafts(origin)):
        for draft in Draft.objects.filter(pk__in=drafts).select_related("version__procedure"):
            preview.add(_carried_draft(draft, to))
            preview.drafts += 1
    for cases in _batches(_open_cases(origin)):
        for case in Case.objects.filter(pk__in=cases).select_related("version__procedure"):
            for move in _carried_case(case, to):
                preview.add(move)
            preview.cases += 1
    return preview


def move_version(
    *, origin: ProcedureVersion, to: ProcedureVersion, places: Mapping[str, str] | None = None
) -> Moved:
    """Move every draft and open case of a version, each in its own transaction: stopped midway, it is taken up again.

    ``places`` gives the step of the new workflow for steps of the old one that it does not have.

    Call as the system, with the agent who decided it. Raises Invalid when the versions are not of one procedure.
    """
    _must_be_of_one_procedure(origin, to)
    moved = Moved()
    for drafts in _batches(_open_drafts(origin)):
        moved.drafts += sum(move_draft(draft_id=key, to=to) is not None for key in drafts)
    for cases in _batches(_open_cases(origin)):
        moved.cases += sum(move_case(case_id=key, to=to, places=places) for key in cases)
    return moved


def preview_draft(draft: Draft, to: ProcedureVersion) -> Move:
    """Return what moving one draft would do. Raises Invalid when the versions are not of one procedure."""
    _must_be_of_one_procedure(draft.version, to)
    return _carried_draft(draft, to)


@transaction.atomic
def move_draft(*, draft_id: UUID, to: ProcedureVersion) -> Move | None:
    """Move a draft to another version; its person answers what remains. None when it is there already, or sent.

    Raises DraftNotFound, Invalid.
    """
    draft = access.get_draft(draft_id, lock=True)
    _must_be_of_one_procedure(draft.version, to)
    if draft.version_id == to.pk or draft.case_id is not None:
        return None
    move = _carried_draft(draft, to)
    draft.version, draft.answers, draft.typed = to, move.answers, {}
    draft.pages_done = _pages_done(draft, to)
    draft.save(update_fields=["version", "answers", "typed", "pages_done"])
    return move


@transaction.atomic
def move_case(*, case_id: UUID, to: ProcedureVersion, places: Mapping[str, str] | None = None) -> bool:
    """Move an open case to another version, and journal what was kept, converted and lost. False when it is there.

    Its step in the workflow follows (``standing.carry``), with what it waits for.

    What is lost or converted stays in the journal as it was. Raises CaseNotFound, WrongState, Invalid.
    """
    case = access.get_case(case_id, lock=True)
    _must_be_of_one_procedure(case.version, to)
    if case.version_id == to.pk:
        return False
    if not case.is_open:
        raise WrongState(state=case.state)
    origin, (own, service) = case.version, _carried_case(case, to)
    case.version, case.answers, case.agent_answers = to, own.answers, service.answers
    carried = [*own.carried, *service.carried]
    counts = Counter(one.fate for one in carried)
    journal.record(
        case,
        "version_moved",
        facts={
            "origin": origin.number,
            "to": to.number,
            **{str(fate): counts[fate] for fate in Fate},
        },
        personal={
            str(fate): {one.name: one.was for one in carried if one.fate == fate}
            for fate in (Fate.CONVERTED, Fate.LOST)
        },
    )
    turn = case.status_turn
    case.__dict__[standing.LED] = True  # no gesture of the desk: nothing else leads it
    moved = standing.carry(case, places or {})
    _carry_runs(case, workflow_of(origin))
    _carry_timers(case, stays=turn == case.status_turn)
    save_case(case, "version", "answers", "agent_answers", *(standing.COLUMNS if moved else ()))
    case.__dict__.pop(standing.LED, None)
    reindex_case(case)
    return True


def _carry_runs(case: Case, former: Workflow | None) -> None:
    """Have the actions that wait, or failed, be those of the new workflow; those it does not have are dropped.

    They are known by their place, which may be another action's in the new version.
    """
    flow = workflow_of(case.version)
    rows = ActionRun.objects.select_for_update(of=("self",)).filter(
        case=case, state__in=[RunState.WAITING, RunState.FAILED]
    )
    for row in rows:
        step = former.step(row.place) if former else None
        same = _same_step(step, flow) if step and flow else None
        if same is not None:
            row.place = same.place
        else:
            row.state, row.ended_at, row.next_at = RunState.DROPPED, clock.now(), None
            facts = {"action": step.name if step else "", "how": "dropped"}
            journal.record(case, "action_done", facts=facts)
        row.save(update_fields=["place", "state", "ended_at", "next_at"])


def _same_step(step: Step, flow: Workflow) -> Step | None:
    """Return the step of a workflow that is the same as one of another version: its name and what it does, else all."""
    alike = [each for each in flow.steps() if each.action.code == step.action.code]
    if step.key:
        return next((each for each in alike if each.key == step.key), None)
    alike = [each for each in alike if each.settings == step.settings]
    return next((each for each in alike if each.place == step.place), next(iter(alike), None))


def _carry_timers(case: Case, *, stays: bool) -> None:
    """Cancel what the new workflow no longer waits for where the case stands, and set what it waits for besides."""
    flow = workflow_of(case.version)
    timed = [each for each in flow.leaving(case.status) if each.when.on in TIMED] if flow else []
    kept = [each.key for each in timed] if stays else []
    waiting = Timer.objects.filter(case=case, state=TimerState.WAITING).exclude(transition__in=kept)
    waiting.update(state=TimerState.CANCELLED, ended_at=clock.now())
    known = set(Timer.objects.filter(case=case, turn=case.status_turn).values_list("transition", flat=True))
    for each in timed:
        due = due_at(case, each, values_of(case, flow)) if flow and each.key not in known else None
        if due is not None:
            set_timer(case, each, due)


def _carried_draft(draft: Draft, to: ProcedureVersion) -> Move:
    after = engine.compiled(to)
    context = draft_context(draft, after)
    return carry(engine.compiled(draft.version), after, draft.answers, context)


def _carried_case(case: Case, to: ProcedureVersion) -> tuple[Move, Move]:
    """Return what becomes of the person's answers, and of the service's."""
    context = case_context(case)
    own = carry(engine.compiled(case.version), engine.compiled(to), case.answers, context)
    before, after = engine.compiled_for_agents(case.version), engine.compiled_for_agents(to)
    nothing = engine.no_questions()
    service = carry(before or nothing, after or nothing, case.agent_answers, context, known=own.answers)
    return own, service


def _pages_done(draft: Draft, to: ProcedureVersion) -> list[str]:
    """Return the pages that were done and that the new form finds right."""
    form = engine.compiled(to)
    checked = engine.check_all(form, draft.answers, context=draft_context(draft, form))
    there = {page.key for page in form.pages} - set(checked.pages_at_fault)
    return [key for key in draft.pages_done if key in there]


def _must_be_of_one_procedure(origin: ProcedureVersion, to: ProcedureVersion) -> None:
    if origin.procedure_id != to.procedure_id:
        raise Invalid({"to": [_("Ces versions ne sont pas celles d’une même démarche.")]})


def _open_drafts(origin: ProcedureVersion) -> QuerySet[Any]:
    return Draft.objects.filter(version=origin, case_id=None, expires_at__gt=clock.now())


def _open_cases(origin: ProcedureVersion) -> QuerySet[Any]:
    cases = Case.objects.filter(version=origin, state__in=OPEN)
    return cases.filter(procedure_code=origin.procedure.code)


def _batches(rows: QuerySet[Any]) -> Iterator[list[UUID]]:
    """Yield the keys of rows, some at a time, in their order."""
    last: UUID | None = None
    while True:
        with transaction.atomic():  # outside, PostgreSQL is not told who acts
            after = rows.filter(pk__gt=last) if last else rows
            keys: list[UUID] = list(after.order_by("pk").values_list("pk", flat=True)[:_BATCH])
        if not keys:
            return
        last = keys[-1]
        yield keys

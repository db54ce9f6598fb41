"""Implied decisions: born by themselves once the delay is over, exactly once, recorded and told (CRPA L231-1, -4)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction

from parvis.cases import journal
from parvis.cases.clock_kinds.silence import WITH_EFFECT
from parvis.cases.clocks import end_of, reckon
from parvis.cases.events import ImpliedDecisionBorn
from parvis.cases.models import OPEN, Case, Clock, ClockState, LegalState, Outcome
from parvis.cases.services.clock_rows import replace_clocks
from parvis.cases.services.notices import tell_person
from parvis.cases.services.retiming import read_stories, whole_story
from parvis.cases.services.saving import move, save_cases
from parvis.cases.story import Story
from parvis.channels.gathering import gathering
from parvis.common import actor, clock
from parvis.common.errors import DomainError
from parvis.common.events import publish
from parvis.deadlines.silence import Regime

BATCH = 100
"""Cases a transaction: what a worker that is killed has to do again."""
_LAST_SECOND = timedelta(seconds=1)
log = structlog.get_logger()


def declare_implied_decisions() -> int:
    """Have silence decide every case whose delay is over; return how many. Called by a job, again without harm.

    Workers may do it together: each takes cases that no one holds. One killed loses the batch it was in, whole, and
    the next takes it up again.
    """
    declared, after = 0, None
    with actor.acting_as(actor.for_system("cases.implied")):
        while True:
            count, after = _declare_batch(after=after)
            declared += count
            if after is None:
                return declared


@transaction.atomic
def _declare_batch(*, after: tuple[datetime, int] | None) -> tuple[int, tuple[datetime, int] | None]:
    """Declare a batch; return how many, and where the next one begins, None after the last."""
    due = Clock.objects.filter(kind="silence", state=ClockState.RUNNING, due_at__lte=clock.now())
    if after is not None:  # a case that refuses to be declared must not hold back those behind it
        due = due.extra(where=["(cases_clock.due_at, cases_clock.id) > (%s, %s)"], params=after)
    found = list(
        due.select_related("case__organisation", "case__team", "case__person", "case__version__procedure")
        .defer("case__version__definition", "case__answers", "case__original")
        .select_for_update(of=("self", "case"), skip_locked=True)
        .order_by("due_at", "pk")[:BATCH]
    )
    declared = _declare_together([row.case for row in found])
    last = found[-1] if len(found) == BATCH else None
    return declared, (last.due_at, last.pk) if last and last.due_at else None


def _declare_together(cases: Sequence[Case]) -> int:
    """Declare locked cases; when one refuses, each by itself, so that it leaves the others be."""
    try:
        with transaction.atomic():
            stories = read_stories(cases)
            born = _settle(cases, stories)
            stale = [case for case in cases if case not in born]  # the rows that told us were out of date
            replace_clocks((case, reckon(stories[case.pk])) for case in stale)
            return len(born)
    except DomainError:
        return sum(_declared_alone(case.pk) for case in cases)


def _declared_alone(case_id: UUID) -> bool:
    try:
        return declare_if_born(case_id=case_id)
    except DomainError as refusal:
        log.warning("implied_decision_refused", case=str(case_id), code=refusal.code)
        return False


def settle_silence(case: Case) -> bool:
    """Record the implied decision of a locked case if it is born by now; return whether it was.

    The journal decides, not the row of the clock.
    """
    if case.regime not in WITH_EFFECT or case.state not in OPEN:
        return False
    return bool(_settle([case], {case.pk: whole_story(case)}))


def _settle(cases: Sequence[Case], stories: Mapping[UUID, Story]) -> list[Case]:
    """Record the implied decisions born by now, tell the persons, and return their cases. Raises DomainError."""
    born = [case for case in cases if _is_born(case, stories[case.pk])]
    with actor.admitting(*(case.pk for case in born)), gathering():
        for case in born:
            _record(case, stories[case.pk])
        if born:
            save_cases(born, "outcome", "state", stories=stories)
        for case in born:
            _tell(case, stories[case.pk])
    return born


def _is_born(case: Case, story: Story) -> bool:
    if case.regime not in WITH_EFFECT or case.state not in OPEN:
        return False
    born_on = story.course.implied_on
    return not story.implied and born_on is not None and end_of(born_on) <= clock.now()


def _record(case: Case, story: Story) -> None:
    born_on = _born_on(story)
    outcome = Outcome.IMPLIED_GRANTED if _is_granted(story) else Outcome.IMPLIED_REFUSED
    facts = {"outcome": outcome, "born_on": born_on.isoformat()}
    journal.record(case, "implied", facts=facts, at=end_of(born_on) - _LAST_SECOND)
    case.outcome = outcome
    move(case, LegalState.DECIDED)


def _tell(case: Case, story: Story) -> None:
    granted = _is_granted(story)
    last_day = None if granted else story.course.last_day_to_appeal
    tell_person(case, "implied", granted=granted, born_on=_born_on(story), last_day=last_day)
    publish(ImpliedDecisionBorn(case_id=case.pk))


def _is_granted(story: Story) -> bool:
    return story.demand.regime == Regime.SVA


def _born_on(story: Story) -> date:
    born_on = story.course.implied_on
    assert born_on is not None  # noqa: S101 - who calls has checked
    return born_on


@transaction.atomic
def declare_if_born(*, case_id: UUID) -> bool:
    """Record the implied decision of one case, if it is born by now. Silent for a case the actor does not see."""
    case = Case.objects.visible_to(actor.current()).select_for_update(of=("self",)).filter(pk=case_id).first()
    return case is not None and settle_silence(case)

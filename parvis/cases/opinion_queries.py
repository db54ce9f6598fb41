"""Opinions asked that have not come: those that some teams owe, those that they wait for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import F

from parvis.cases.clock_kinds.opinion import AskedOpinion, asked_opinions
from parvis.cases.models import Case, Clock, ClockState
from parvis.cases.services.retiming import read_stories
from parvis.cases.story import day_of

MOST = 200
"""Opinions read at once, the soonest due first."""


@dataclass(frozen=True)
class OpinionAwaited:
    """An opinion and its case, as a list shows it. ``due_on`` is None for a delay in hours, or none at all."""

    number: str
    subject: str
    person_name: str
    procedure: str
    asked_by: str
    asked_of: str
    asked_on: date
    due_on: date | None
    due_at: datetime | None


@dataclass(frozen=True)
class Opinions:
    """What teams owe to others, and what others owe to them; one may be in both. ``is_whole``: nothing is left out."""

    owed: list[OpinionAwaited] = field(default_factory=list)
    awaited: list[OpinionAwaited] = field(default_factory=list)
    is_whole: bool = True


def opinions_of(teams: frozenset[int]) -> Opinions:
    """Return the opinions that run among the cases the actor sees, the soonest due first."""
    rows = _running()
    cases = {row.case_id: row.case for row in rows}
    stories = read_stories(list(cases.values()))
    asked = {(key, one.about): one for key, story in stories.items() for one in asked_opinions(story)}
    found = Opinions(is_whole=len(rows) < MOST)
    for row in rows:
        one = asked.get((row.case_id, row.about))
        if one is not None and one.team_id in teams:
            found.owed.append(_shown(row.case, one))
        if one is not None and row.case.team_id in teams:
            found.awaited.append(_shown(row.case, one))
    return found


def _running() -> Sequence[Clock]:
    rows = Clock.objects.filter(kind="opinion", state=ClockState.RUNNING)
    read = rows.select_related("case__organisation", "case__team", "case__version__procedure")
    light = read.defer("case__version__definition", "case__answers", "case__original")
    return list(light.order_by(F("due_at").asc(nulls_last=True), "pk")[:MOST])


def _shown(case: Case, one: AskedOpinion) -> OpinionAwaited:
    return OpinionAwaited(
        number=case.number,
        subject=case.subject,
        person_name=case.person_name,
        procedure=case.version.procedure.title,
        asked_by=f"{case.team.name} ({case.organisation.name})",
        asked_of=one.team,
        asked_on=day_of(one.at),
        due_on=one.due_on,
        due_at=one.due_at,
    )

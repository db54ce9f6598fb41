"""Moving the deadlines of cases that fell in an outage: journalled, told, and never taken back once told.

The journal holds the days of each outage that moved something, so that clocks are derived from it alone; the rule is
``deadlines.outages.moved_deadline``. What runs against the administration does not move.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from parvis.cases import journal
from parvis.cases.clocks import PERSON, Reckoned, clock_kinds, reckon
from parvis.cases.models import Case, ClockState, LinkReason, OutageLink, PieceRequest
from parvis.cases.services.notices import reachable_by, tell_person, ways_to
from parvis.cases.services.retiming import read_stories, told_further
from parvis.cases.services.saving import save_cases
from parvis.cases.story import Fact, Story
from parvis.channels.gathering import gathering
from parvis.common import actor, clock
from parvis.deadlines.outages import Outage as Days
from parvis.outages.models import Outage

NOTICE = "outage_moved"


@cache
def person_kinds() -> tuple[str, ...]:
    """Return the kinds of clocks before whose end the person must act."""
    return tuple(kind.code for kind in clock_kinds if kind.whose == PERSON)


@dataclass(frozen=True)
class Moved:
    """A deadline of the person that an outage moved: what it is, its former and its present last day."""

    kind: str
    about: str
    origin: date
    to: date

    @property
    def label(self) -> str:
        """Return what the person's pages call it."""
        return str(clock_kinds.get(self.kind).person_label)

    def facts(self) -> dict[str, str]:
        """Return it as the journal keeps it."""
        return {"kind": self.kind, "about": self.about, "from": str(self.origin), "to": str(self.to)}


def move_deadlines(cases: Sequence[Case], standing: Sequence[Outage]) -> int:
    """Move the deadlines of locked cases that fall in outages, and return in how many one had to be journalled.

    ``standing`` are the outages in which a person could not act; those that do not touch a case are left alone.
    """
    stories = read_stories(cases)
    found = [one for case in cases if (one := _moves(case, stories[case.pk], standing)).written]
    with actor.admitting(*(one.case.pk for one in found)), gathering():
        for one in found:
            _tell(one.case, one.story, one.over)
        _date_requests(found)
        _link(found)
        if found:
            save_cases([one.case for one in found], stories=stories)
    return len(found)


def take_back(cases: Sequence[Case], outage: Outage) -> int:
    """Journal in cases that an outage was an error, unless their persons were told: an announced day stays."""
    stories = read_stories(cases)
    found = []
    for case in cases:
        told = [fact for fact in stories[case.pk].all("outage") if fact.data["outage"] == outage.pk]
        if told and not any(fact.data["told"] for fact in told):
            journal.record(case, "outage_dismissed", facts={"outage": outage.pk})
            further = told_further(stories[case.pk], journal.pending(case))
            found.append(_Moves(case, stories[case.pk], further, {}))
    keys = [one.case.pk for one in found]
    with actor.admitting(*keys):
        _date_requests(found)
        OutageLink.objects.filter(case__in=keys, outage=outage, reason=LinkReason.MOVED).delete()
        if found:
            save_cases([one.case for one in found], stories=stories)
    return len(found)


@dataclass(frozen=True)
class _Moves:
    """A case whose last days an outage moves: its story before and after, the outages journalled."""

    case: Case
    before: Story
    story: Story
    written: dict[int, Outage]

    @property
    def over(self) -> list[Outage]:
        """Return those that are over: only then is the person told."""
        return [outage for outage in self.written.values() if outage.ends_at is not None]


def _moves(case: Case, before: Story, standing: Sequence[Outage]) -> _Moves:
    """Journal in memory the outages that move last days of a case."""
    touching = [outage for outage in standing if outage.concerns(case.organisation_id, case.procedure_code)]
    story, written = before, {}
    while outage := _next(story, touching):
        written[outage.pk] = outage
        story = _journal(case, story, outage)
    return _Moves(case, before, story, written)


def moved_by(story: Story, outage_id: int) -> list[Moved]:
    """Return the deadlines of the person that are not what they would be without an outage."""
    without = replace(
        story, facts=tuple(fact for fact in story.facts if fact.data.get("outage") != outage_id)
    )
    before, after = _dues(without), _dues(story)
    return [
        Moved(kind, about, before[kind, about], day)
        for (kind, about), day in after.items()
        if before.get((kind, about), day) != day
    ]


def _next(story: Story, touching: Iterable[Outage]) -> Outage | None:
    """Return an outage that must be journalled: a last day falls in it, or it is over and the person waits to know."""
    known = {int(fact.data["outage"]): fact for fact in story.all("outage")}
    dues = _dues(story)
    for outage in touching:
        days, fact = _days(outage), known.get(outage.pk)
        held = _held(fact) if fact else None
        if any(day in days and (held is None or day not in held) for day in dues.values()):
            return outage
        if fact and outage.ends_at is not None and not fact.data["told"]:
            return outage
    return None


def _journal(case: Case, story: Story, outage: Outage) -> Story:
    """Record the days of an outage, those already announced included, and return the story with them."""
    days = _days(outage)
    held = [_held(fact) for fact in story.all("outage") if fact.data["outage"] == outage.pk]
    since = min([days.since, *(one.since for one in held)])
    until = max([days.until, *(one.until for one in held)])
    facts: dict[str, Any] = {
        "outage": outage.pk,
        "since": str(since),
        "until": str(until),
        "told": outage.ends_at is not None,
    }
    told = replace(story, facts=(*story.facts, Fact("outage", clock.now(), facts)))
    facts["moved"] = [one.facts() for one in moved_by(told, outage.pk)]
    if facts["told"] and (by := _by_hand(case)):
        facts["by_hand"] = by  # an agent tells who gets no notice by itself (``clock_kinds.tell``)
    journal.record(case, "outage", facts=facts)
    return told


def _by_hand(case: Case) -> str:
    """Return how an agent has to tell the person, by « post » or « phone »; "" for whom the notice reaches by itself.

    Who chose paper and gave an address gets a letter that leaves by itself.
    """
    channel = reachable_by(case)
    if case.person is None or channel not in {"post", "phone"} or ways_to(case.person, channel, NOTICE):
        return ""
    return "phone" if case.person.phone else "post"


def _tell(case: Case, story: Story, over: Sequence[Outage]) -> None:
    """Write to the person which last days are now which: one notice, whatever the number of outages."""
    moved = {(one.kind, one.about): one for outage in over for one in moved_by(story, outage.pk)}
    if moved:
        tell_person(case, NOTICE, moved=list(moved.values()), outages=list(over))


def _date_requests(found: Iterable[_Moves]) -> None:
    """Copy the last days of requests of pieces that moved to their rows, which pages and letters read."""
    rows = []
    for one in found:
        before = _dues(one.before)
        for (kind, about), day in _dues(one.story).items():
            if kind in {"pieces", "mend"} and before.get((kind, about)) != day:
                rows.append(PieceRequest(pk=UUID(about), due_on=day))
    PieceRequest.objects.bulk_update(rows, ["due_on"])


def _link(found: Iterable[_Moves]) -> None:
    OutageLink.objects.bulk_create(
        [
            OutageLink(
                organisation_id=one.case.organisation_id,
                case_id=one.case.pk,
                outage_id=key,
                reason=LinkReason.MOVED,
            )
            for one in found
            for key in one.written
        ],
        ignore_conflicts=True,
    )


def _dues(story: Story) -> dict[tuple[str, str], date]:
    return {(one.kind, one.about): one.due_on for one in _person_clocks(story) if one.due_on is not None}


def _person_clocks(story: Story) -> list[Reckoned]:
    return [one for one in reckon(story, whose=PERSON) if one.state == ClockState.RUNNING]


def _days(outage: Outage) -> Days:
    return Days(*outage.days)


def _held(fact: Fact) -> Days:
    return Days(date.fromisoformat(fact.data["since"]), date.fromisoformat(fact.data["until"]))

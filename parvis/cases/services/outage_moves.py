"""Moving the deadlines of one case that fell in an outage: journalled, told, and never taken back once told.

The journal holds the days of each outage that moved something, so that clocks are derived from it alone; the rule is
``deadlines.outages.moved_deadline``. What runs against the administration does not move.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from parvis.cases import journal
from parvis.cases.clocks import PERSON, Reckoned, clock_kinds, reckon
from parvis.cases.models import Case, ClockState, LinkReason, OutageLink, PieceRequest
from parvis.cases.services.notices import tell_person
from parvis.cases.services.retiming import whole_story
from parvis.cases.services.saving import save_case
from parvis.cases.story import Fact, Story
from parvis.common import actor, clock
from parvis.deadlines.outages import Outage as Days
from parvis.outages.models import Outage


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


def move_deadlines(case: Case, standing: Sequence[Outage]) -> bool:
    """Move the deadlines of a locked case that fall in outages, and say whether one had to be journalled.

    ``standing`` are the outages in which a person could not act; those that do not touch the case are left alone.
    """
    story = whole_story(case)
    touching = [outage for outage in standing if outage.concerns(case.organisation_id, case.procedure_code)]
    written: dict[int, Outage] = {}
    while found := _next(story, touching):
        written[found.pk] = found
        story = _journal(case, story, found)
    if not written:
        return False
    over = [outage for outage in written.values() if outage.ends_at is not None]
    with actor.admitting(case.pk):
        _tell(case, story, over)
        _date_requests(story)
        _link(case, written)
        save_case(case)
    return True


def take_back(case: Case, outage: Outage) -> bool:
    """Journal that an outage was an error, unless its person was told of it: an announced day is not taken back."""
    told = [fact for fact in whole_story(case).all("outage") if fact.data["outage"] == outage.pk]
    if not told or any(fact.data["told"] for fact in told):
        return False
    with actor.admitting(case.pk):
        journal.record(case, "outage_dismissed", facts={"outage": outage.pk})
        _date_requests(whole_story(case, journal.pending(case)))
        OutageLink.objects.filter(case=case, outage=outage, reason=LinkReason.MOVED).delete()
        save_case(case)
    return True


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
    journal.record(case, "outage", facts=facts)
    return told


def _tell(case: Case, story: Story, over: Sequence[Outage]) -> None:
    """Write to the person which last days are now which: one notice, whatever the number of outages."""
    moved = {(one.kind, one.about): one for outage in over for one in moved_by(story, outage.pk)}
    if moved:
        tell_person(case, "outage_moved", moved=list(moved.values()), outages=list(over))


def _date_requests(story: Story) -> None:
    """Copy the last day of each request of pieces to its row, which pages and letters read."""
    for one in _person_clocks(story):
        if one.kind in {"pieces", "mend"} and one.due_on is not None:
            PieceRequest.objects.filter(pk=one.about).exclude(due_on=one.due_on).update(due_on=one.due_on)


def _link(case: Case, outages: Iterable[int]) -> None:
    OutageLink.objects.bulk_create(
        [
            OutageLink(
                organisation_id=case.organisation_id, case_id=case.pk, outage_id=key, reason=LinkReason.MOVED
            )
            for key in outages
        ],
        ignore_conflicts=True,
    )


def _dues(story: Story) -> dict[tuple[str, str], date]:
    return {(one.kind, one.about): one.due_on for one in _person_clocks(story) if one.due_on is not None}


def _person_clocks(story: Story) -> list[Reckoned]:
    return [one for one in reckon(story) if one.kind in person_kinds() and one.state == ClockState.RUNNING]


def _days(outage: Outage) -> Days:
    return Days(*outage.days)


def _held(fact: Fact) -> Days:
    return Days(date.fromisoformat(fact.data["since"]), date.fromisoformat(fact.data["until"]))

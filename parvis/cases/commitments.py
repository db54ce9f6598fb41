"""What a body committed to for a case, as the journal tells it, and the moments of its warnings and escalations."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from parvis.cases.calendars import Calendars
from parvis.cases.models import LegalState
from parvis.cases.story import Fact, Story
from parvis.deadlines.calendars import Calendar
from parvis.deadlines.targets import Pause, Span, SpanUnit, due_at, moment_at_share

PERSON_SCOPE, INTERNAL_SCOPE = "person", "internal"
Step = Mapping[str, Any]
"""A warning or an escalation: ``{"share": 75, "tell": [...]}`` or ``{"after": "2h", "tell": [...]}``."""


@dataclass(frozen=True)
class Commitment:
    """A service level in force for a case. ``facts`` are those of its journal entry: the agreement as it stood.

    ``at`` is the end of the clock it is read for, None while it runs: it says which edition of the calendar counts.
    """

    facts: Mapping[str, Any]
    calendars: Calendars
    pauses: tuple[Pause, ...] = ()
    at: datetime | None = None

    @property
    def calendar_id(self) -> int | None:
        """Return the id of its calendar, None for day and night."""
        key: int | None = self.facts.get("calendar")
        return key

    @property
    def agreement_id(self) -> int | None:
        """Return the id of the agreement it comes from."""
        key: int | None = self.facts.get("agreement")
        return key

    @property
    def calendar(self) -> Calendar:
        """Return its calendar."""
        return self.calendars.get(self.calendar_id, self.at)

    @property
    def steps(self) -> Sequence[Step]:
        """Return its warnings and escalations, in order."""
        steps: Sequence[Step] = self.facts.get("steps", ())
        return steps

    def as_of(self, end: Fact | None) -> "Commitment":
        """Return it as read for a clock that ended so, or still runs: what stops afterwards stops nothing any more."""
        if end is None:
            return replace(self, at=None)
        return replace(self, at=end.at, pauses=tuple(one for one in self.pauses if one.since < end.at))

    def span(self, name: str) -> Span | None:
        """Return one of its targets: « first_answer », « next_answer », « resolution », « close_after »…"""
        written = self.facts.get(name)
        return Span.parse(written) if written else None

    def due(self, start: datetime, span: Span, *, pauses: tuple[Pause, ...] | None = None) -> datetime | None:
        """Return when a target is due, None while it is stopped."""
        return due_at(self.calendar, start, span, self.pauses if pauses is None else pauses)


def commitment_of(story: Story) -> Commitment | None:
    """Return the service level in force for a case, the last one chosen; None when none is. Read once a story."""
    if "_commitment" not in story.__dict__:
        story.__dict__["_commitment"] = _read_commitment(story)
    found: Commitment | None = story.__dict__["_commitment"]
    return found


def _read_commitment(story: Story) -> Commitment | None:
    chosen = [fact for fact in story.all("committed") if fact.data.get("scope", PERSON_SCOPE) == PERSON_SCOPE]
    if not chosen or chosen[-1].data.get("agreement") is None:
        return None
    return commitment_from(story, chosen[-1].data)


def commitment_from(story: Story, facts: Mapping[str, Any]) -> Commitment:
    """Return a service level as its entry in the journal says it, with what stopped it since."""
    states = frozenset(facts.get("pauses", ()))
    return Commitment(facts, story.calendars, tuple(pauses_of(story, states)))


def pauses_of(story: Story, states: frozenset[str]) -> Iterator[Pause]:
    """Yield the times a case spent in these states, and those it was closed before it was taken up again.

    One that the clock of the machine, put back meanwhile, would end before it began lasted no time.
    """
    since: datetime | None = None
    closed_at: datetime | None = None
    for fact in story.all("moved"):
        to = fact.data.get("to")
        if closed_at is not None:
            yield Pause(closed_at, max(closed_at, fact.at))
        closed_at = fact.at if to == LegalState.CLOSED else None
        if to in states:
            since = since or fact.at
        elif since is not None:
            yield Pause(since, max(since, fact.at))
            since = None
    if since is not None:
        yield Pause(since)


def next_step_at(
    story: Story, commitment: Commitment, kind: str, about: str, start: datetime, due: datetime | None
) -> datetime | None:
    """Return when the next warning or escalation of a clock comes; None when all were made, or it is stopped."""
    if due is None:
        return None
    left = commitment.steps[len(steps_taken(story, kind, about)) :]
    return moment_of(commitment, left[0], start, due) if left else None


def moment_of(commitment: Commitment, step: Step, start: datetime, due: datetime) -> datetime:
    """Return when a step comes: at a share of the running time, or so long after the due date."""
    if "after" in step:
        span = Span.parse(step["after"])
        if span.unit == SpanUnit.DAYS:
            return due_at(commitment.calendar, due, span) or due
        return commitment.calendar.add(due, span.amount * _LENGTHS[span.unit])
    return moment_at_share(commitment.calendar, start, due, step["share"] / 100, commitment.pauses)


_LENGTHS = {
    SpanUnit.MINUTES: timedelta(minutes=1),
    SpanUnit.HOURS: timedelta(hours=1),
    SpanUnit.DAYS: timedelta(days=1),
}


def in_order(steps: Sequence[Step]) -> list[Step]:
    """Return steps in the order in which they come, however they were typed: shares first, then what follows."""
    return sorted(steps, key=_when)


def _when(step: Step) -> tuple[int, float]:
    if "share" in step:
        return 0, step["share"]
    span = Span.parse(step["after"])
    return 1, span.amount * _LENGTHS[span.unit].total_seconds()


def steps_taken(story: Story, kind: str, about: str) -> list[Fact]:
    """Return the warnings and escalations of a clock already made."""
    return [
        fact
        for fact in story.all("escalated")
        if fact.data.get("clock") == kind and fact.data.get("about", "") == about
    ]

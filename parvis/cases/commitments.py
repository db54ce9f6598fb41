"""What a body committed to for a case, as the journal tells it, and the moments of its warnings and escalations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from parvis.cases.story import Fact, Story
from parvis.deadlines.calendars import Calendar
from parvis.deadlines.targets import Pause, Span, SpanUnit, due_at, moment_at_share


@dataclass(frozen=True)
class Commitment:
    """A service level in force for a case. ``facts`` are those of its journal entry: the agreement as it stood."""

    facts: Mapping[str, Any]
    calendar: Calendar
    pauses: tuple[Pause, ...]

    @property
    def calendar_id(self) -> int | None:
        """Return the id of its calendar, None for day and night."""
        key: int | None = self.facts.get("calendar")
        return key

    def span(self, name: str) -> Span | None:
        """Return one of its targets: « first_answer », « next_answer », « resolution », « close_after »…"""
        written = self.facts.get(name)
        return Span.parse(written) if written else None

    def due(self, start: datetime, span: Span, *, pauses: tuple[Pause, ...] | None = None) -> datetime | None:
        """Return when a target is due, None while it is stopped."""
        return due_at(self.calendar, start, span, self.pauses if pauses is None else pauses)


def commitment_of(story: Story, *, scope: str = "person") -> Commitment | None:
    """Return the service level in force for a case, the last one chosen; None when none is."""
    chosen = [fact for fact in story.all("committed") if fact.data.get("scope", "person") == scope]
    if not chosen or chosen[-1].data.get("agreement") is None:
        return None
    facts = chosen[-1].data
    states = frozenset(facts.get("pauses", ()))
    return Commitment(facts, story.calendars.get(facts.get("calendar")), tuple(pauses_of(story, states)))


def pauses_of(story: Story, states: frozenset[str]) -> Iterator[Pause]:
    """Yield the times a case spent in these states."""
    since: datetime | None = None
    for fact in story.all("moved"):
        if fact.data.get("to") in states:
            since = since or fact.at
        elif since is not None:
            yield Pause(since, fact.at)
            since = None
    if since is not None:
        yield Pause(since)


def next_step_at(
    story: Story, commitment: Commitment, kind: str, about: str, start: datetime, due: datetime | None
) -> datetime | None:
    """Return when the next warning or escalation of a clock comes; None when all were made, or it is stopped."""
    if due is None:
        return None
    taken = len(steps_taken(story, kind, about))
    steps = commitment.facts.get("steps", [])[taken:]
    return moment_of(commitment, steps[0], start, due) if steps else None


def moment_of(commitment: Commitment, step: Mapping[str, Any], start: datetime, due: datetime) -> datetime:
    """Return when a step comes: at a share of the running time, or so long after the due date."""
    if "after" in step:
        span = Span.parse(step["after"])
        if span.unit == SpanUnit.DAYS:
            return due_at(commitment.calendar, due, span) or due
        lengths = {SpanUnit.MINUTES: timedelta(minutes=1), SpanUnit.HOURS: timedelta(hours=1)}
        return commitment.calendar.add(due, span.amount * lengths[span.unit])
    return moment_at_share(commitment.calendar, start, due, step["share"] / 100, commitment.pauses)


def steps_taken(story: Story, kind: str, about: str) -> list[Fact]:
    """Return the warnings and escalations of a clock already made."""
    return [
        fact
        for fact in story.all("escalated")
        if fact.data.get("clock") == kind and fact.data.get("about", "") == about
    ]

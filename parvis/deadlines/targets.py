"""Targets of service in opening time: « 30min », « 4h », « 2d », with pauses, warnings and steps of escalation.

Hours count opening time only. Days count open days: the target ends when the last of them closes, and a day in which
the clock is stopped at closing time does not count. So a pause over a week-end costs no day, and a few minutes'
pause does not win one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from parvis.deadlines.calendars import Calendar
from parvis.deadlines.errors import BadSpan, ClockEnded, EndBeforeStart

MOST = 10_000


class SpanUnit(StrEnum):
    """What a span counts, written as in an agreement."""

    MINUTES = "min"
    HOURS = "h"
    DAYS = "d"


_WRITTEN = re.compile(r"(\d{1,5})(min|h|d)", re.ASCII)
_LENGTHS = {SpanUnit.MINUTES: timedelta(minutes=1), SpanUnit.HOURS: timedelta(hours=1)}


@dataclass(frozen=True)
class Span:
    """A length of opening time. Raises BadSpan when empty or absurdly long."""

    amount: int
    unit: SpanUnit

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= MOST:
            raise BadSpan(span=str(self))

    @classmethod
    def parse(cls, written: str) -> "Span":
        """Read a span as an agreement writes it. Raises BadSpan."""
        return _parsed(written)

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"


@lru_cache(maxsize=1024)
def _parsed(written: str) -> Span:
    """Read a span; the few of an agreement are read a million times. Raises BadSpan."""
    found = _WRITTEN.fullmatch(written.strip())
    if not found:
        raise BadSpan(span=written[:20])
    return Span(int(found[1]), SpanUnit(found[2]))


@dataclass(frozen=True)
class Pause:
    """A time during which the clock is stopped; ``until`` is None while it lasts. Raises EndBeforeStart."""

    since: datetime
    until: datetime | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise EndBeforeStart(since=self.since, until=self.until)

    def covers(self, at: datetime) -> bool:
        """Say whether the clock is stopped at a moment; not yet at the very moment it stops."""
        return self.since < at and (self.until is None or at < self.until)


def due_at(calendar: Calendar, start: datetime, span: Span, pauses: Iterable[Pause] = ()) -> datetime | None:
    """Return when a target is due, None while a pause lasts that began before it. Raises NeverOpen."""
    merged = _merged(pauses, start)
    if span.unit == SpanUnit.DAYS:
        return _due_in_days(calendar, start, span.amount, merged)
    due = calendar.add(start, span.amount * _LENGTHS[span.unit])
    for pause in merged:
        if pause.since >= due:
            break
        if pause.until is None:
            return None
        due = calendar.add(due, calendar.elapsed(pause.since, pause.until))
    return due


def time_left(calendar: Calendar, at: datetime, due: datetime) -> timedelta:
    """Return the opening time left until a target is due; negative once it is late."""
    return calendar.elapsed(at, due)


def moment_at_share(
    calendar: Calendar, start: datetime, due: datetime, share: float, pauses: Iterable[Pause] = ()
) -> datetime:
    """Return when a share (0 to 1) of the running time between start and due will have passed.

    Never after ``due``, and always in opening hours, whatever the breaks between: warnings are sent then.
    Raises NeverOpen.
    """
    merged = _merged(pauses, start)
    stopped = sum(
        (
            calendar.elapsed(pause.since, min(pause.until or due, due))
            for pause in merged
            if pause.since < due
        ),
        timedelta(),
    )
    wanted = (calendar.elapsed(start, due) - stopped) * share
    moment = calendar.add(start, timedelta(seconds=int(wanted.total_seconds())))
    for pause in merged:
        if pause.since >= moment:
            break
        moment = calendar.add(moment, calendar.elapsed(pause.since, min(pause.until or due, due)))
    return min(moment, due)


def paused(pauses: tuple[Pause, ...], *, since: datetime, ended_at: datetime | None) -> tuple[Pause, ...]:
    """Return the pauses with one more that begins. Raises ClockEnded once the clock has ended."""
    if ended_at is not None and since >= ended_at:
        raise ClockEnded(ended_on=ended_at, on=since)
    return pauses if any(pause.until is None for pause in pauses) else (*pauses, Pause(since))


def resumed(pauses: tuple[Pause, ...], *, at: datetime) -> tuple[Pause, ...]:
    """Return the pauses, the one that lasted ended. Raises EndBeforeStart."""
    return tuple(Pause(pause.since, at) if pause.until is None else pause for pause in pauses)


def _due_in_days(calendar: Calendar, start: datetime, days: int, pauses: list[Pause]) -> datetime | None:
    # The day of the start does not count: whoever asks at five to five does not lose a day.
    if not pauses:
        return calendar.closing_after(start, days)
    rank, closing = 0, start
    while days:
        rank += 1
        closing = calendar.closing_after(start, rank)
        stopped = next((pause for pause in pauses if pause.covers(closing)), None)
        if stopped is None:
            days -= 1
        elif stopped.until is None:
            return None
    return closing


def _merged(pauses: Iterable[Pause], start: datetime) -> list[Pause]:
    """Return the pauses from the start on, in order, those that touch made one."""
    merged: list[Pause] = []
    for pause in sorted(pauses, key=lambda one: one.since):
        if pause.until is not None and pause.until <= start:
            continue
        since = max(pause.since, start)
        last = merged[-1] if merged else None
        if last is None or (last.until is not None and last.until < since):
            merged.append(Pause(since, pause.until))
        elif last.until is not None:
            until = None if pause.until is None else max(last.until, pause.until)
            merged[-1] = Pause(last.since, until)
    return merged

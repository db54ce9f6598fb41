"""Business calendars: opening hours over the year, and how much opening time passes between two moments.

A calendar is turned once into a table of open periods in absolute time (UTC) with the opening seconds before each;
adding hours or counting them is then one search by halves. Opening hours are those of the wall clock of a place: the
changes to summer and winter time are in the table, and the machine's own clock and zone play no part.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo

from parvis.deadlines.errors import BadHours, EndBeforeStart, NeverOpen
from parvis.deadlines.holidays_fr import MAINLAND, PublicHolidays

PARIS = ZoneInfo("Europe/Paris")
MIDNIGHT_AT_NIGHT = 24 * 60
"""The end of a day, in minutes: « 24:00 »."""
_YEARS_AHEAD = 6
_ONE_MINUTE = timedelta(minutes=1)
_CHANGED_BY = 4 * 60
"""Clocks change at night; later minutes of a day need not be looked at."""
_MOST_YEARS = 20
"""A sum of hours that is not reached in that time never will be."""

Range = tuple[int, int]
"""A period of a day, in minutes of its wall clock; the end is not in it."""


@dataclass(frozen=True)
class Closure:
    """Days on which nobody works, both ends included, and why: who waits is told. Raises EndBeforeStart."""

    since: date
    until: date
    why: str

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise EndBeforeStart(since=self.since, until=self.until)


@dataclass(frozen=True)
class SpecialDay:
    """A day that has its own hours, none or others than its day of the week, and why. Raises BadHours."""

    day: date
    hours: tuple[Range, ...]
    why: str

    def __post_init__(self) -> None:
        _check(self.hours)


@dataclass(frozen=True)
class Calendar:
    """When a body works. ``week`` holds the open periods of each day, Monday first.

    ``territory`` names the public holidays kept, "" for none. A special day wins over a closure, a closure over a
    holiday, a holiday over the week. Raises BadHours, and NeverOpen for a week without one open hour.
    """

    week: tuple[tuple[Range, ...], ...]
    territory: str = MAINLAND
    closures: tuple[Closure, ...] = ()
    special_days: tuple[SpecialDay, ...] = ()
    zone: ZoneInfo = field(default=PARIS)

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise BadHours(days=len(self.week))
        for hours in self.week:
            _check(hours)
        if not any(self.week):
            raise NeverOpen
        if self.territory:
            PublicHolidays(self.territory)
        # Asked at every reckoning: hashing hundreds of closures each time would cost more than the reckoning.
        parts = (self.week, self.territory, self.closures, self.special_days, self.zone.key)
        object.__setattr__(self, "_hash", hash(parts))
        object.__setattr__(self, "_tables", {})

    def __hash__(self) -> int:
        return self._hash  # type: ignore[attr-defined, no-any-return]

    @classmethod
    def of_hours(cls, hours: Mapping[str, Iterable[Iterable[str]]], **others: object) -> Self:
        """Return the calendar of hours by ISO day (« 1 » is Monday): ``{"1": [["09:00", "12:00"]]}``.

        Raises BadHours, NeverOpen.
        """
        unknown = set(hours) - {str(day) for day in range(1, 8)}
        if unknown:
            raise BadHours(days=sorted(unknown))
        week = tuple(read_hours(hours.get(str(day), [])) for day in range(1, 8))
        return cls(week, **others)  # type: ignore[arg-type]

    def hours_of(self, day: date) -> tuple[Range, ...]:
        """Return the open periods of a day."""
        for special in self.special_days:
            if special.day == day:
                return special.hours
        return () if self._day_off(day) is not None else self.week[day.weekday()]

    def why_closed(self, day: date) -> str | None:
        """Return why nobody works on a day: a name, "" when the week itself leaves it out, None when it is open."""
        if self.hours_of(day):
            return None
        for special in self.special_days:
            if special.day == day:
                return special.why
        return self._day_off(day) or ""

    def is_open(self, at: datetime) -> bool:
        """Say whether a moment is within opening hours."""
        table = self._table_over(at, at)
        return table.at(_stamp(at)) < table.at(_stamp(at) + 1)

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """Return the moment at which that much opening time has passed since ``start``.

        Exactly at the end of a period when it ends there, not at the start of the next one. Raises NeverOpen when
        there is not so much opening time in twenty years.
        """
        if amount <= timedelta():
            return start
        return self._moment(start, _seconds(amount))

    def before(self, end: datetime, amount: timedelta) -> datetime:
        """Return the moment from which that much opening time is left until ``end``. Raises NeverOpen."""
        if amount <= timedelta():
            return end
        return self._moment(end, -_seconds(amount))

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Return how much opening time there is between two moments, negative when ``end`` comes first."""
        table = self._table_over(min(start, end), max(start, end))
        return timedelta(seconds=table.at(_stamp(end)) - table.at(_stamp(start)))

    def next_opening(self, at: datetime) -> datetime:
        """Return the moment itself when it is within opening hours, else the next opening. Raises NeverOpen."""
        return at if self.is_open(at) else self._moment(at, 1) - timedelta(seconds=1)

    def closing_after(self, start: datetime, days: int) -> datetime:
        """Return the end of an open day, the first after that of ``start`` being 1. Raises NeverOpen."""
        table = self._table_over(start, start)
        night = int(_wall(start.astimezone(self.zone).date(), MIDNIGHT_AT_NIGHT, self.zone).timestamp())
        while True:
            rank = (
                bisect_right(table.closings, night) + days - 1
            )  # what closes at midnight ends the day before
            if rank < len(table.closings):
                return datetime.fromtimestamp(table.closings[rank], UTC).astimezone(self.zone)
            table = self._wider(table)

    def _day_off(self, day: date) -> str | None:
        for closure in self.closures:
            if closure.since <= day <= closure.until:
                return closure.why
        return (PublicHolidays(self.territory).name(day) or None) if self.territory else None

    def _moment(self, at: datetime, seconds: int) -> datetime:
        table = self._table_over(at, at)
        while True:
            wanted = table.at(_stamp(at)) + seconds
            found = table.when(wanted, backward=seconds < 0)
            if found is not None:
                return datetime.fromtimestamp(found, UTC).astimezone(self.zone)
            table = self._wider(table)

    def _wider(self, table: "_Table") -> "_Table":
        first, last = table.years
        if last - first > 2 * _MOST_YEARS:
            raise NeverOpen
        return _table_of(self, first - _YEARS_AHEAD, last + _YEARS_AHEAD)

    def _table_over(self, start: datetime, end: datetime) -> "_Table":
        # Few different tables for many moments: they begin and end at multiples, with a year to spare on both sides
        # for moments told in another zone.
        first = (start.year - 1) // _YEARS_AHEAD * _YEARS_AHEAD
        years = first, max(end.year + 1, first + 2 * _YEARS_AHEAD)
        known: dict[tuple[int, int], _Table] = self._tables  # type: ignore[attr-defined]
        return known.get(years) or known.setdefault(years, _table_of(self, *years))


def read_hours(written: Iterable[Iterable[str]]) -> tuple[Range, ...]:
    """Return the periods of a day from pairs of « 09:00 », « 12:00 »; « 24:00 » ends a day. Raises BadHours."""
    hours = tuple(sorted((_minutes(start), _minutes(end)) for start, end in _pairs(written)))
    _check(hours)
    return hours


def _pairs(written: Iterable[Iterable[str]]) -> Iterator[tuple[str, str]]:
    for pair in written:
        both = tuple(pair)
        if len(both) != 2:
            raise BadHours(hours=str(both)[:40])
        yield both


def _minutes(written: str) -> int:
    if written == "24:00":
        return MIDNIGHT_AT_NIGHT
    try:
        moment = time.fromisoformat(written)
    except (TypeError, ValueError):
        raise BadHours(hours=str(written)[:20]) from None
    return moment.hour * 60 + moment.minute


def _check(hours: tuple[Range, ...]) -> None:
    previous = 0
    for start, end in hours:
        if not previous <= start < end <= MIDNIGHT_AT_NIGHT:
            raise BadHours(hours=f"{start}-{end}")
        previous = end


@dataclass(frozen=True)
class _Table:
    """Open periods in seconds since 1970, in order, and the opening seconds before each."""

    years: tuple[int, int]
    starts: list[int]
    ends: list[int]
    before: list[int]
    after: list[int]
    closings: list[int]
    """The end of each open day."""

    def at(self, stamp: int) -> int:
        """Return the opening seconds from the start of the table to a moment."""
        rank = bisect_right(self.starts, stamp) - 1
        if rank < 0:
            return 0
        return self.before[rank] + min(stamp, self.ends[rank]) - self.starts[rank]

    def when(self, seconds: int, *, backward: bool) -> int | None:
        """Return the first moment (the last one, backward) by which so many opening seconds passed; None beyond."""
        if not self.after or not 0 <= seconds <= self.after[-1]:
            return None
        if backward:
            rank = bisect_right(self.before, seconds) - 1
            return self.starts[rank] + seconds - self.before[rank]
        rank = bisect_left(self.after, seconds)
        return self.starts[rank] + seconds - self.before[rank]


@lru_cache(maxsize=2048)
def _table_of(calendar: Calendar, first: int, last: int) -> _Table:
    table = _Table((first, last), [], [], [], [], [])
    total, day, end = 0, date(max(first, 1), 1, 1), date(min(last + 1, 9999), 1, 1)
    one_day = timedelta(days=1)
    while day < end:
        hours = calendar.hours_of(day)
        if hours:
            table.closings.append(int(_wall(day, hours[-1][1], calendar.zone).timestamp()))
        for opening, closing in hours:
            start, stop = (
                int(_wall(day, minute, calendar.zone).timestamp()) for minute in (opening, closing)
            )
            if stop > start:  # an hour that the change to summer time skips is no opening time
                table.starts.append(start)
                table.ends.append(stop)
                table.before.append(total)
                total += stop - start
                table.after.append(total)
        day += one_day
    return table


def _wall(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return the moment at which clocks of the place first show that minute of that day, or pass over it."""
    if minute == MIDNIGHT_AT_NIGHT:
        day, minute = day + timedelta(days=1), 0
    shown = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone)
    if minute >= _CHANGED_BY or not _is_passed_over(shown):
        return shown
    while _is_passed_over(shown):
        shown -= _ONE_MINUTE
    return shown.astimezone(UTC) + _ONE_MINUTE


def _is_passed_over(shown: datetime) -> bool:
    """Say whether no clock ever shows it: the hour that summer time takes away, where offsets grow."""
    before, after = shown.utcoffset(), shown.replace(fold=1).utcoffset()
    return before is not None and after is not None and before < after


def _stamp(moment: datetime) -> int:
    if moment.tzinfo is None:
        raise ValueError("a moment without time zone")
    return int(moment.timestamp())


def _seconds(amount: timedelta) -> int:
    return int(amount.total_seconds())


ALWAYS = Calendar(((((0, MIDNIGHT_AT_NIGHT),),) * 7), territory="")
"""Day and night, every day: for what cannot wait."""

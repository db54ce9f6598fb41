"""Delays as procedures write them: « 2m », « 30d », « 10d-ouvres », « 60d-ouvrables », « 8d-francs »."""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from parvis.deadlines.errors import BadDelay
from parvis.deadlines.months import add_months
from parvis.deadlines.working_days import ONE_DAY, count_days, is_business_day, is_working_day

# Longer ones are slips of the keyboard; unbounded ones would let a definition hang a worker.
MAX_MONTHS, MAX_DAYS = 120, 3660


class Unit(StrEnum):
    """What a delay counts, written as in a procedure's definition."""

    MONTHS = "m"
    CLEAR_MONTHS = "m-francs"
    DAYS = "d"
    CLEAR_DAYS = "d-francs"
    WORKING_DAYS = "d-ouvres"
    BUSINESS_DAYS = "d-ouvrables"


_WRITTEN = re.compile(r"(\d{1,4})(" + "|".join(re.escape(unit) for unit in Unit) + ")", re.ASCII)
_COUNTED_ONE_BY_ONE: dict[Unit, Callable[[date, Container[date]], bool]] = {
    Unit.WORKING_DAYS: is_working_day,
    Unit.BUSINESS_DAYS: is_business_day,
}


@dataclass(frozen=True)
class Suspension:
    """A stop of a running delay: it stops after the day ``since`` and runs again after the day ``until``."""

    since: date
    until: date

    def days(self) -> list[date]:
        """Return the days that do not count: those after ``since``, up to and including ``until``."""
        return [self.since + timedelta(days=number + 1) for number in range((self.until - self.since).days)]


@dataclass(frozen=True)
class Delay:
    """A length of time in law: an amount and what it counts. Raises BadDelay when empty or absurdly long."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        months = self.unit in {Unit.MONTHS, Unit.CLEAR_MONTHS}
        if not 1 <= self.amount <= (MAX_MONTHS if months else MAX_DAYS):
            raise BadDelay(delay=str(self))

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read a delay as a procedure writes it. Raises BadDelay."""
        found = _WRITTEN.fullmatch(written.strip())
        if not found:
            raise BadDelay(delay=written[:20])
        return cls(int(found[1]), Unit(found[2]))

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"

    def end_after(self, start: date, holidays: Container[date]) -> date:
        """Return the last day of the delay, which ends at its last second. ``start`` does not count.

        A clear delay (délai franc) does not count its day of expiry either, and so lasts one day more. An
        end that falls on a day off stays there: only appeals move it (``parvis.deadlines.appeal``).
        """
        match self.unit:
            case Unit.MONTHS:
                return add_months(start, self.amount)
            case Unit.CLEAR_MONTHS:
                return add_months(start, self.amount) + ONE_DAY
            case Unit.DAYS:
                return start + timedelta(days=self.amount)
            case Unit.CLEAR_DAYS:
                return start + timedelta(days=self.amount + 1)
            case Unit.WORKING_DAYS | Unit.BUSINESS_DAYS:
                counts = _COUNTED_ONE_BY_ONE[self.unit]
                return count_days(start, self.amount, lambda day: counts(day, holidays))

    def end_after_suspensions(
        self, start: date, holidays: Container[date], suspensions: list[Suspension]
    ) -> date:
        """Return the last day of a delay that stopped during these suspensions.

        Delays in months and calendar days are put off by as many days as they were stopped; delays in
        working days do not count the working days of the suspension. A suspension that begins on the last day
        holds the end until it is over; one that begins after changes nothing: the delay was over.
        """
        stopped: set[date] = set()
        end = self.end_after(start, holidays)
        for suspension in sorted(suspensions, key=lambda one: one.since):
            if suspension.since > end:
                break
            stopped |= set(suspension.days())
            end = max(end, suspension.until, self._end_without(start, holidays, stopped))
        return end

    def _end_without(self, start: date, holidays: Container[date], stopped: set[date]) -> date:
        counts = _COUNTED_ONE_BY_ONE.get(self.unit)
        if counts is None:
            return self.end_after(start, holidays) + timedelta(days=len(stopped))
        return count_days(start, self.amount, lambda day: day not in stopped and counts(day, holidays))

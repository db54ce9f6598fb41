"""When a timer of a workflow is due, on the clock and by the calendar where the body is. Pure."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from parvis.deadlines.holidays_fr import PublicHolidays
from parvis.deadlines.months import add_months
from parvis.deadlines.working_days import count_days, is_working_day

WORKING = "working_days"
IsOpen = Callable[[date], bool]
_DAYS = {"days": 1, "weeks": 7}
_SPANS = {"minutes": timedelta(minutes=1), "hours": timedelta(hours=1)}


def later(
    start: datetime, amount: int, unit: str, *, territory: str, is_open: IsOpen | None = None
) -> datetime:
    """Return the moment an amount of a unit after another.

    Days, weeks, months and working days end at the same hour of the wall clock, whatever became of the hour between
    the two (summer time); minutes and hours are counted by the clock that never jumps. An hour that does not exist on
    the last day is the one after it. ``is_open`` tells the working days of the body; without it, those of the law.
    """
    if unit in _SPANS:
        return start + amount * _SPANS[unit]
    local = timezone.localtime(start)
    if unit in _DAYS:
        day = local.date() + timedelta(days=amount * _DAYS[unit])
    elif unit == "months":
        day = add_months(local.date(), amount)
    else:
        day = count_days(local.date(), amount, is_open or _by_law(territory))
    return _on(day, local.time())


def earlier(
    end: datetime, amount: int, unit: str, *, territory: str, is_open: IsOpen | None = None
) -> datetime:
    """Return the moment an amount of a unit before another."""
    if unit in _SPANS:
        return end - amount * _SPANS[unit]
    local = timezone.localtime(end)
    day = local.date()
    if unit in _DAYS:
        day -= timedelta(days=amount * _DAYS[unit])
    elif unit == "months":
        day = add_months(day, -amount)
    else:
        counts = is_open or _by_law(territory)
        while amount:
            day -= timedelta(days=1)
            amount -= counts(day)
    return _on(day, local.time())


def moment_of(value: Any) -> datetime | None:
    """Return the moment that an answer says: a date (its first second), or a date and time; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _by_law(territory: str) -> IsOpen:
    holidays = PublicHolidays(territory)
    return lambda day: is_working_day(day, holidays)


def _on(day: date, hour: time) -> datetime:
    # A wall time that summer time skips becomes the moment just after it, by way of UTC.
    local = timezone.make_aware(datetime.combine(day, hour.replace(tzinfo=None)))
    return local.astimezone(UTC).astimezone(timezone.get_default_timezone())

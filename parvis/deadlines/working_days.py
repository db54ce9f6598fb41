"""Days that count: « ouvrés » (Monday to Friday), « ouvrables » (Monday to Saturday), without holidays."""

from collections.abc import Callable, Container
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6


def is_working_day(day: date, holidays: Container[date]) -> bool:
    """Say whether a day is « ouvré »: Monday to Friday, and no public holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def is_business_day(day: date, holidays: Container[date]) -> bool:
    """Say whether a day is « ouvrable »: Monday to Saturday, and no public holiday."""
    return day.weekday() < SUNDAY and day not in holidays


def next_working_day(day: date, holidays: Container[date]) -> date:
    """Return the day itself when it is « ouvré », else the first one after it."""
    while not is_working_day(day, holidays):
        day += ONE_DAY
    return day


def count_days(start: date, amount: int, counts: Callable[[date], bool]) -> date:
    """Return the ``amount``-th day after ``start`` that counts; ``start`` itself never does (dies a quo)."""
    day = start
    while amount:
        day += ONE_DAY
        amount -= counts(day)
    return day

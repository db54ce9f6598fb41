"""Months from date to date (« de quantième à quantième »)."""

import calendar
from datetime import date


def add_months(start: date, months: int) -> date:
    """Return the same day number ``months`` later, or the last day of that month when it has no such day.

    Case law on delays in months; civil procedure writes the same rule (code de procédure civile, art. 641).
    The delay ends at the last second of the day returned.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    month += 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))

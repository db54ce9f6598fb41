"""Days as the bounds of questions say them: a day, or so long before or after today."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.dates import MONTHS
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _

from parvis.catalogue.field_types import refuse
from parvis.common import clock
from parvis.deadlines.months import add_months

BOUND = {"type": "string", "pattern": r"^(\d{4}-\d{2}-\d{2}|today([+-]\d{1,3}[dmy])?)$"}
_MONTHS = {"m": 1, "y": 12}


def day_of_bound(bound: str) -> date:
    """Return the day of a bound: ``2026-12-31``, ``today``, ``today+15d``, ``today-6m`` (months) or ``today-18y``.

    Raises ValueError when there is no such day.
    """
    if not bound.startswith("today"):
        return date.fromisoformat(bound)
    today, apart = clock.today(), int(bound[5:-1] or 0)
    unit = bound[-1]
    return add_months(today, apart * _MONTHS[unit]) if unit in _MONTHS else today + timedelta(days=apart)


def in_bounds(day: date, options: Mapping[str, Any]) -> date:
    """Return a day within ``min`` and ``max``, else refuse it."""
    least, most = options.get("min"), options.get("max")
    if least and day < day_of_bound(least):
        refuse(_("Donnez une date à partir du %(day)s.") % {"day": date_format(day_of_bound(least))})
    if most and day > day_of_bound(most):
        refuse(_("Donnez une date jusqu’au %(day)s.") % {"day": date_format(day_of_bound(most))})
    return day


def page_bounds(options: Mapping[str, Any]) -> dict[str, str]:
    """Return the bounds as days of today, for the page's reader (``FieldType.page_options``)."""
    return {name: day_of_bound(options[name]).isoformat() for name in ("min", "max") if options.get(name)}


def page_words() -> dict[str, Any]:
    """Return how the page writes a day (``FieldType.page_words``), when the language writes « 31 décembre 2026 »."""
    if get_format("DATE_FORMAT") != "j F Y":
        return {}
    return {"as": "date", "months": [str(month) for month in MONTHS.values()]}


def bound_faults(options: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the bounds that are no day, and a first that is after the last, for the builder."""
    days = {}
    for name in ("min", "max"):
        bound = options.get(name)
        if not isinstance(bound, str) or not re.fullmatch(BOUND["pattern"], bound):
            continue
        try:
            days[name] = day_of_bound(bound)
        except (ValueError, OverflowError):
            yield name, _("ce jour n’existe pas.")
    if len(days) == 2 and days["min"] > days["max"]:
        yield "min", _("le premier jour possible est après le dernier.")

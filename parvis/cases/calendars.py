"""The business calendars of bodies, as the pure arithmetic of ``deadlines`` reads them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from parvis.cases.models import BusinessCalendar
from parvis.deadlines.calendars import ALWAYS, Calendar, Closure, SpecialDay, read_hours


def calendar_from(
    *,
    hours: Mapping[str, Any],
    territory: str,
    closures: list[dict[str, str]],
    special_days: list[dict[str, Any]],
) -> Calendar:
    """Return a calendar from what a row holds. Raises BadHours, NeverOpen, EndBeforeStart, UnknownTerritory."""
    return Calendar.of_hours(
        hours,
        territory=territory,
        closures=tuple(
            Closure(date.fromisoformat(one["since"]), date.fromisoformat(one["until"]), one["why"])
            for one in closures
        ),
        special_days=tuple(
            SpecialDay(date.fromisoformat(one["day"]), read_hours(one["hours"]), one["why"])
            for one in special_days
        ),
    )


def calendar_of(row: BusinessCalendar) -> Calendar:
    """Return the calendar of a row."""
    return calendar_from(
        hours=row.hours, territory=row.territory, closures=row.closures, special_days=row.special_days
    )


class Calendars:
    """Calendars by id, each read once: for one story, or for a batch of them. None is day and night."""

    def __init__(self) -> None:
        self._known: dict[int, Calendar] = {}

    def get(self, key: int | None) -> Calendar:
        """Return a calendar; day and night for one that is no more."""
        if key is None:
            return ALWAYS
        if key not in self._known:
            row = BusinessCalendar.objects.filter(pk=key).first()
            self._known[key] = calendar_of(row) if row else ALWAYS
        return self._known[key]

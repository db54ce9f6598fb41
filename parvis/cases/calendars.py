"""The business calendars of bodies, as the pure arithmetic of ``deadlines`` reads them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from parvis.cases.models import BusinessCalendar
from parvis.deadlines.calendars import ALWAYS, Calendar, Closure, SpecialDay, read_hours


def calendar_from(
    *,
    hours: Mapping[str, Any],
    territory: str,
    closures: list[dict[str, str]],
    special_days: list[dict[str, Any]],
) -> Calendar:
    """Return a calendar from what a row holds, by the wall clock of the platform (PARVIS_TIME_ZONE).

    Raises BadHours, NeverOpen, EndBeforeStart, UnknownTerritory.
    """
    return Calendar.of_hours(
        hours,
        territory=territory,
        zone=timezone.get_default_timezone(),
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
    """Return the calendar of a row, as it stands today."""
    return calendar_from(**row.as_drawn())


def working_days_of(organisation_id: int) -> Callable[[date], bool] | None:
    """Return which days a body works, by its calendars: one on which any of them is open. None when it has none."""
    drawn = [calendar_of(row) for row in BusinessCalendar.objects.filter(organisation=organisation_id)]
    if not drawn:
        return None
    return lambda day: any(calendar.why_closed(day) is None for calendar in drawn)


def _always() -> Calendar:
    """Return day and night, told by the wall clock of the platform."""
    return _always_in(timezone.get_default_timezone())


@cache
def _always_in(zone: ZoneInfo) -> Calendar:
    return replace(ALWAYS, zone=zone)


Edition = tuple[datetime | None, Calendar]
"""A calendar with the moment at which another edition took its place, None for the one in force."""


class Calendars:
    """Calendars by id, each read once: for one story, or for a batch of them. None is day and night."""

    def __init__(self) -> None:
        self._known: dict[int, list[Edition]] = {}

    def get(self, key: int | None, at: datetime | None = None) -> Calendar:
        """Return a calendar; day and night for one that is no more.

        A clock that ended keeps the edition in force ``at`` its end: a closure declared afterwards neither excuses
        nor blames it, and deriving it again gives the same.
        """
        if key is None:
            return _always()
        if key not in self._known:
            self._known[key] = _editions(key)
        return next(
            drawn for until, drawn in self._known[key] if until is None or (at is not None and at < until)
        )


def _editions(key: int) -> list[Edition]:
    row = BusinessCalendar.objects.filter(pk=key).first()
    if row is None:
        return [(None, _always())]
    former = [
        (datetime.fromisoformat(one["until"]), calendar_from(**{name: one[name] for name in row.DRAWN}))
        for one in row.former
    ]
    return [*former, (None, calendar_of(row))]

"""Opening hours: open now or not, and the week in plain words. Pure functions, hours of the body's own clock.

Hours are a dict by ISO day (« 1 » is Monday) of lists of ``["09:00", "12:00"]``; an absent day is closed; an
empty dict means that nobody told us the hours. The caller gives the days off: ``parvis.deadlines`` knows the
public holidays of a territory, and this room may not call it.
"""

from collections.abc import Container, Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

Hours = dict[str, list[list[str]]]


class Openness(NamedTuple):
    """Whether a body is open at a moment, and the sentence that says so; ``None`` and "" when hours are
    unknown.
    """

    is_open: bool | None
    sentence: str


def open_at(hours: Hours, at: datetime, *, closed_days: Container[date] = ()) -> Openness:
    """Say whether doors are open at ``at``, a datetime on the body's own clock, and until or from when."""
    if not any(hours.values()):
        return Openness(None, "")
    for start, end in _slots(hours, at.date(), closed_days):
        if start <= at.time() < end:
            return Openness(True, _("Ouvert, ferme à %(hour)s.") % {"hour": in_words(end)})
    found = _next_opening(hours, at, closed_days)
    if found is None:
        return Openness(False, _("Fermé en ce moment."))
    day, start = found
    when = {"day": _day_in_words(day, at.date()), "hour": in_words(start)}
    return Openness(False, _("Fermé, ouvre %(day)s à %(hour)s.") % when)


def hours_in_words(hours: Hours) -> list[str]:
    """Return the week, one line for each run of days with the same hours: « lundi à jeudi : de 9 h à 12 h
    ».
    """
    lines = []
    week = [(day, tuple(map(tuple, sorted(hours.get(str(day), []))))) for day in range(1, 8)]
    for slots, run in groupby(week, key=lambda item: item[1]):
        days = [day for day, _slots in run]
        lines.append(
            _("%(days)s : %(hours)s") % {"days": _run_in_words(days), "hours": _slots_in_words(slots)}
        )
    return lines if any(hours.values()) else []


def in_words(moment: time) -> str:
    """Return an hour as one says it: « 9 h », « 17 h 30 »."""
    if moment.minute:
        return _("%(hour)d h %(minute)02d") % {"hour": moment.hour, "minute": moment.minute}
    return _("%(hour)d h") % {"hour": moment.hour}


def _slots(hours: Hours, day: date, closed_days: Container[date]) -> Iterator[tuple[time, time]]:
    if day in closed_days:
        return
    for start, end in sorted(hours.get(str(day.isoweekday()), [])):
        yield time.fromisoformat(start), time.fromisoformat(end)


def _next_opening(hours: Hours, at: datetime, closed_days: Container[date]) -> tuple[date, time] | None:
    for days in range(15):  # a fortnight: a week with a holiday on the only day of opening
        day = at.date() + timedelta(days=days)
        for start, _end in _slots(hours, day, closed_days):
            if days or start > at.time():
                return day, start
    return None


def _day_in_words(day: date, today: date) -> str:
    if day == today:
        return _("aujourd’hui")
    if day == today + timedelta(days=1):
        return _("demain")
    name = str(WEEKDAYS[day.weekday()])
    if day - today < timedelta(days=7):
        return name
    return _("%(weekday)s %(day)d") % {"weekday": name, "day": day.day}


def _run_in_words(days: list[int]) -> str:
    first, last = str(WEEKDAYS[days[0] - 1]), str(WEEKDAYS[days[-1] - 1])
    if len(days) == 1:
        return first
    if len(days) == 2:
        return _("%(first)s et %(last)s") % {"first": first, "last": last}
    return _("%(first)s à %(last)s") % {"first": first, "last": last}


def _slots_in_words(slots: tuple[tuple[str, ...], ...]) -> str:
    parts = [
        _("de %(start)s à %(end)s")
        % {"start": in_words(time.fromisoformat(start)), "end": in_words(time.fromisoformat(end))}
        for start, end in slots
    ]
    if not parts:
        return pgettext("horaires", "fermé")
    return parts[0] if len(parts) == 1 else _(" et ").join([", ".join(parts[:-1]), parts[-1]])

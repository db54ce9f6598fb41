"""The load of a team as its page shows it: what falls due each day, beside what it treats in a working day."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.cases import due_queries
from parvis.cases.due_queries import Load
from parvis.common import clock
from parvis.deadlines.holidays_fr import MAINLAND, PublicHolidays
from parvis.deadlines.working_days import is_working_day
from parvis.ui.words import date as date_words

AHEAD, BEHIND = 28, 28
"""Days shown, and days over which what was treated is counted."""
_HIGH, _STEP, _BAR = 120, 22, 16
"""The figure: height of its tallest bar, width of a day, width of a bar."""


@dataclass(frozen=True, slots=True)
class LoadDay:
    """One day of the table and of the figure. ``x``, ``y``, ``height`` in the figure's units."""

    label: str
    figure: str
    count: int
    open: bool
    left: int
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class LoadOfAgent:
    """One line of the table by agent."""

    name: str
    late: int
    week: int
    month: int
    rate: str


@dataclass(frozen=True, slots=True)
class TeamLoad:
    """What the page says. ``rate_y`` is the height of the line of what is treated, 0 when it is off the figure."""

    title: str
    late: int
    days: list[LoadDay]
    agents: list[LoadOfAgent]
    rate: str
    rate_y: int
    width: int
    has_any: bool


def load_of_team(team: int, *, territory: str = MAINLAND) -> TeamLoad:
    """Return the load of one of the actor's teams over four weeks."""
    today, holidays = clock.today(), PublicHolidays(territory)
    until, since = today + timedelta(AHEAD - 1), today - timedelta(BEHIND)
    loads = due_queries.load(team, until=until, treated_since=since)
    worked = sum(is_working_day(since + timedelta(rank), holidays) for rank in range(BEHIND))
    rate = sum(one.treated for one in loads) / worked
    by_day: dict[date, int] = {}
    for one in loads:
        for day, count in one.by_day.items():
            by_day[day] = by_day.get(day, 0) + count
    late = sum(one.late for one in loads)
    tallest = max([rate, *by_day.values(), 1])
    shown = _days(today, by_day, holidays, rate, late, tallest)
    return TeamLoad(
        title=_title(sum(day.count for day in shown), rate, sum(day.open for day in shown), until),
        late=late,
        days=shown,
        agents=[_agent(one, today, until, worked) for one in loads],
        rate=_decimal(rate),
        rate_y=_HIGH - round(_HIGH * rate / tallest) if rate else 0,
        width=AHEAD * _STEP,
        has_any=bool(loads),
    )


def _days(
    today: date, by_day: dict[date, int], holidays: PublicHolidays, rate: float, late: int, tallest: float
) -> list[LoadDay]:
    found, left = [], float(late)
    for rank in range(AHEAD):
        day = today + timedelta(rank)
        works, count = is_working_day(day, holidays), by_day.get(day, 0)
        left = max(left + count - (rate if works else 0), 0)
        height = round(_HIGH * count / tallest)
        x = rank * _STEP + (_STEP - _BAR) // 2
        figure = str(day.day)
        found.append(LoadDay(date_words(day), figure, count, works, round(left), x, _HIGH - height, height))
    return found


def _title(due: int, rate: float, worked: int, until: date) -> str:
    """Return what the figure says, in one sentence."""
    if not due:
        return _("Rien ne vient à échéance d’ici au %(day)s.") % {"day": date_words(until, weekday=False)}
    cases = ngettext(
        "%(count)d demande à traiter d’ici au %(day)s", "%(count)d demandes à traiter d’ici au %(day)s", due
    ) % {"count": due, "day": date_words(until, weekday=False)}
    a_day = _decimal(due / worked) if worked else "–"
    facts = {"cases": cases, "due": a_day, "rate": _decimal(rate)}
    if worked and due / worked > rate:
        return _("%(cases)s : %(due)s par jour ouvré, plus que les %(rate)s que le service termine.") % facts
    return _("%(cases)s : %(due)s par jour ouvré, le service en termine %(rate)s.") % facts


def _agent(one: Load, today: date, until: date, worked: int) -> LoadOfAgent:
    return LoadOfAgent(
        one.name or _("À attribuer"),
        one.late,
        one.until(today + timedelta(6)),
        one.until(until),
        _decimal(one.treated / worked),
    )


def _decimal(value: float) -> str:
    return number_format(round(value, 1), decimal_pos=0 if value == round(value) or value >= 10 else 1)

"""Functions on dates and times, which are ISO texts: « 2026-12-31 », « 2026-12-31T10:30 », « 10:30 »."""

import re
from calendar import monthrange
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from parvis.catalogue.expressions.errors import NoValue
from parvis.catalogue.expressions.function import function
from parvis.catalogue.expressions.values import whole

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
MOST_DAYS = 4_000_000  # more than from year 1 to 9999
_TIME = r"([01][0-9]|2[0-3]):([0-5][0-9])(?::[0-5][0-9])?"
_DAY = re.compile(rf"([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}})(T{_TIME})?")
_CLOCK = re.compile(rf"(?:[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T)?{_TIME}")


def _day(text: str) -> tuple[date, str]:
    """Return the day of a text and what follows it. Raises NoValue when there is no such day."""
    found = _DAY.fullmatch(text)
    if not found:
        raise NoValue
    try:
        return date(int(found[1]), int(found[2]), int(found[3])), found[4] or ""
    except ValueError:
        raise NoValue from None


def _months_later(day: date, months: int) -> date:
    """Return the same day of another month, or its last: a month after 31 January is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise NoValue
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@function(
    "add_days", "t n",
    usage=_("add_days(date, jours)"),
    says=_("la date, tant de jours plus tard (ou plus tôt si le nombre est négatif)"),
    words=_("{0} plus {1} jours"),
    example=('add_days("2026-12-31", 1)', "2027-01-01"),
)  # fmt: skip
def add_days(text: str, days: float) -> str:
    """Return the day some days later; a time stays."""
    day, time = _day(text)
    if abs(whole(days)) > MOST_DAYS:
        raise NoValue
    try:
        return (day + timedelta(days=whole(days))).isoformat() + time
    except OverflowError:
        raise NoValue from None


@function(
    "add_months", "t n",
    usage=_("add_months(date, mois)"),
    says=_("la date, tant de mois plus tard ; le dernier jour du mois s’il est plus court"),
    words=_("{0} plus {1} mois"),
    example=('add_months("2026-01-31", 1)', "2026-02-28"),
)  # fmt: skip
def add_months(text: str, months: float) -> str:
    """Return the day some months later; a time stays."""
    day, time = _day(text)
    if abs(whole(months)) > MOST_DAYS:
        raise NoValue
    return _months_later(day, whole(months)).isoformat() + time


@function(
    "add_years", "t n",
    usage=_("add_years(date, années)"),
    says=_("la date, tant d’années plus tard"),
    words=_("{0} plus {1} ans"),
    example=('add_years("2024-02-29", 1)', "2025-02-28"),
)  # fmt: skip
def add_years(text: str, years: float) -> str:
    """Return the day some years later; a time stays."""
    return add_months(text, 12 * whole(years))


@function(
    "days_between", "t t",
    usage=_("days_between(début, fin)"),
    says=_("combien de jours du début à la fin"),
    words=_("le nombre de jours entre {0} et {1}"),
    example=('days_between("2026-12-30", "2027-01-02")', 3),
)  # fmt: skip
def days_between(start: str, end: str) -> int:
    """Return the days from one day to another, negative when the second comes first."""
    return (_day(end)[0] - _day(start)[0]).days


@function(
    "months_between", "t t",
    usage=_("months_between(début, fin)"),
    says=_("combien de mois entiers du début à la fin"),
    words=_("le nombre de mois entre {0} et {1}"),
    example=('months_between("2026-01-15", "2026-03-14")', 1),
)  # fmt: skip
def months_between(start: str, end: str) -> int:
    """Return the whole months from one day to another; who was born on a 29th is a month older on the 29th."""
    first, last = _day(start)[0], _day(end)[0]
    sign = 1 if first <= last else -1
    first, last = min(first, last), max(first, last)
    months = (last.year - first.year) * 12 + last.month - first.month
    return sign * (months - (last.day < first.day))


@function(
    "years_between", "t t",
    usage=_("years_between(naissance, today)"),
    says=_("combien d’années entières du début à la fin : un âge"),
    words=_("le nombre d’années entre {0} et {1}"),
    example=('years_between("2008-11-23", "2026-11-22")', 17),
)  # fmt: skip
def years_between(start: str, end: str) -> int:
    """Return the whole years from one day to another; who was born on 29 February is older on 1 March."""
    months = months_between(start, end)
    return months // 12 if months >= 0 else -(-months // 12)


@function(
    "year", "t",
    usage=_("year(date)"),
    says=_("l’année d’une date"),
    words=_("l’année de {0}"),
    example=('year("2026-03-16")', 2026),
)  # fmt: skip
def year(text: str) -> int:
    """Return the year of a day."""
    return _day(text)[0].year


@function(
    "month", "t",
    usage=_("month(date)"),
    says=_("le mois d’une date, de 1 à 12"),
    words=_("le mois de {0}"),
    example=('month("2026-03-16")', 3),
)  # fmt: skip
def month(text: str) -> int:
    """Return the month of a day."""
    return _day(text)[0].month


@function(
    "day", "t",
    usage=_("day(date)"),
    says=_("le jour du mois d’une date"),
    words=_("le jour de {0}"),
    example=('day("2026-03-16")', 16),
)  # fmt: skip
def day_of_month(text: str) -> int:
    """Return the day of the month."""
    return _day(text)[0].day


@function(
    "weekday", "t",
    usage=_("weekday(date)"),
    says=_("le jour de la semaine : 1 pour lundi, 7 pour dimanche"),
    words=_("le jour de la semaine de {0}"),
    example=('weekday("2026-11-22")', 7),
)  # fmt: skip
def weekday(text: str) -> int:
    """Return the day of the week, Monday first."""
    return _day(text)[0].isoweekday()


@function(
    "hour", "t",
    usage=_("hour(heure)"),
    says=_("l’heure, de 0 à 23"),
    words=_("l’heure de {0}"),
    example=('hour("10:30")', 10),
)  # fmt: skip
def hour(text: str) -> int:
    """Return the hour of a time, or of a day with a time."""
    return _clock(text)[0]


@function(
    "minute", "t",
    usage=_("minute(heure)"),
    says=_("les minutes, de 0 à 59"),
    words=_("les minutes de {0}"),
    example=('minute("2026-11-22T10:30")', 30),
)  # fmt: skip
def minute(text: str) -> int:
    """Return the minute of a time, or of a day with a time."""
    return _clock(text)[1]


def _clock(text: str) -> tuple[int, int]:
    found = _CLOCK.fullmatch(text)
    if not found:
        raise NoValue
    return int(found[1]), int(found[2])


@function(
    "date_text", "t",
    usage=_("date_text(date)"),
    says=_("la date comme on l’écrit : « 16 mars 2026 »"),
    words=_("{0} en toutes lettres"),
    example=('date_text("2026-03-16")', "16 mars 2026"),
)  # fmt: skip
def date_text(text: str) -> str:
    """Return a day in French words: letters and receipts are in French."""
    day = _day(text)[0]
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

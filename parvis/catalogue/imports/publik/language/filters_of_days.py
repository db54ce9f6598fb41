"""Filters on dates and times. Days off are not known to our expressions: working days are Monday to Friday."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.publik.language.days import day_of, formatted
from parvis.catalogue.imports.publik.language.forms import as_number, as_text
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import Kind, Level, Value, call, constant

Note = Callable[[str], None]


def as_day(value: Value) -> Value:
    """Return a day: of a text too. Raises NotUnderstood."""
    if value.kind is Kind.DATE:
        return value
    if value.is_constant:
        day = day_of(str(value.constant or ""))
        if day is None:
            raise NotUnderstood(_("« %(text)s » n’est pas une date") % {"text": str(value.constant)[:40]})
        return Value(constant(day).cel, Kind.DATE, constant=day)
    if value.kind is Kind.DATE_TIME:
        return Value(f"slice({value.cel}, 0, 10)", Kind.DATE, needs=value.needs)
    text = as_text(value)
    return Value(text.cel, Kind.DATE, text.level, needs=text.needs)


def _date(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    if not arguments:
        return as_day(value)
    if not arguments[0].is_constant:
        raise NotUnderstood(_("le format de cette date n’est pas connu d’avance"))
    given = value if value.kind is Kind.DATE_TIME else as_day(value)
    return formatted(given, str(arguments[0].constant))


def _datetime(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    if arguments:
        return _date(value, arguments, note)
    text = as_text(value)
    return Value(text.cel, Kind.DATE_TIME, text.level, needs=text.needs)


def _time(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    if value.kind is Kind.DATE_TIME:
        return Value(f"slice({value.cel}, 11, 16)", Kind.TIME, needs=value.needs)
    text = as_text(value)
    return Value(text.cel, Kind.TIME, text.level, needs=text.needs)


def _moved(function: str) -> Callable[..., Value]:
    def apply(value: Value, arguments: Sequence[Value], note: Note) -> Value:
        if not arguments:
            raise NotUnderstood(_("il manque un nombre de jours"))
        return call(function, as_day(value), as_number(arguments[0]), kind=Kind.DATE)

    return apply


def _add_hours(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    hours = arguments[0].constant if arguments and arguments[0].is_constant else None
    if not isinstance(hours, int) or hours % 24:
        raise NotUnderstood(_("nos formules n’ajoutent que des jours entiers"))
    return call("add_days", as_day(value), constant(hours // 24), kind=Kind.DATE)


def _add_minutes(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    minutes = arguments[0].constant if arguments and arguments[0].is_constant else None
    if not isinstance(minutes, int) or minutes % 1440:
        raise NotUnderstood(_("nos formules n’ajoutent que des jours entiers"))
    return call("add_days", as_day(value), constant(minutes // 1440), kind=Kind.DATE)


def _age(function: str) -> Callable[..., Value]:
    def apply(value: Value, arguments: Sequence[Value], note: Note) -> Value:
        until = as_day(arguments[0]) if arguments else Value("today", Kind.DATE)
        return call(function, as_day(value), until, kind=Kind.NUMBER)

    return apply


def _add_working_days(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    """Count five days a week; from a Saturday or a Sunday, as from the Friday before."""
    if not arguments:
        raise NotUnderstood(_("il manque un nombre de jours"))
    _no_days_off(note)
    day, count = as_day(value), as_number(arguments[0])
    number, on = count.within(Level.SUM), f"weekday({day.cel})"
    weeks = f"floor((min([{on}, 5]) + {number} - 1) / 5)"
    cel = f"add_days({day.cel}, {number} + 2 * {weeks} - max([{on} - 5, 0]))"
    return Value(cel, Kind.DATE).needing(day, count)


def _is_working_day(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    _no_days_off(note)
    day = as_day(value)
    return Value(f"weekday({day.cel}) <= 5", Kind.BOOL, Level.RELATION)


def _is_saturday_too(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    _no_days_off(note)
    day = as_day(value)
    return Value(f"weekday({day.cel}) <= 6", Kind.BOOL, Level.RELATION)


def _to_working_day(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    _no_days_off(note)
    day = as_day(value)
    cel = f"weekday({day.cel}) <= 5 ? {day.cel} : add_days({day.cel}, 8 - weekday({day.cel}))"
    return Value(cel, Kind.DATE, Level.TERNARY, needs=day.needs)


def _age_in_working_days(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    """Count the days from Monday to Friday between two days: weeks of five, then the days left of each."""
    _no_days_off(note)
    since = as_day(value)
    until = as_day(arguments[0]) if arguments else Value("today", Kind.DATE)
    worked = [f"min([weekday({one.cel}), 5])" for one in (since, until)]
    mondays = [f"add_days({one.cel}, 1 - weekday({one.cel}))" for one in (since, until)]
    weeks = f"days_between({mondays[0]}, {mondays[1]}) / 7"
    cel = f"{weeks} * 5 + {worked[1]} - {worked[0]}"
    return Value(cel, Kind.NUMBER, Level.SUM).needing(since, until)


def _monday(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    day = as_day(value)
    return Value(f"add_days({day.cel}, 1 - weekday({day.cel}))", Kind.DATE).needing(day)


def _age_in_hours(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    """Count the hours of whole days: our formulas hold no hour of a date."""
    note(_("les heures sont comptées par jours entiers"))
    days = _age("days_between")(value, arguments, note)
    return Value(f"{days.within(Level.PRODUCT)} * 24", Kind.NUMBER, Level.PRODUCT, needs=days.needs)


def _in_past(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    if value.kind is Kind.DATE_TIME:
        return Value(f"{value.within(Level.SUM)} <= now", Kind.BOOL, Level.RELATION, needs=value.needs)
    day = as_day(value)
    return Value(f"{day.within(Level.SUM)} <= today", Kind.BOOL, Level.RELATION, needs=day.needs)


def _saturdays_too(count: Callable[..., Value]) -> Callable[..., Value]:
    """Return the filter that also counts Saturdays, as the one that does not: said so."""

    def apply(value: Value, arguments: Sequence[Value], note: Note) -> Value:
        note(_("le samedi n’est pas compté parmi les jours ouvrés"))
        return count(value, arguments, note)

    return apply


def _no_days_off(note: Note) -> None:
    note(_("les jours ouvrés sont comptés du lundi au vendredi, sans tenir compte des jours fériés"))


DAY_FILTERS: dict[str, Any] = {
    "date": _date,
    "parse_date": _date,
    "datetime": _datetime,
    "parse_datetime": _datetime,
    "time": _time,
    "parse_time": _time,
    "add_days": _moved("add_days"),
    "add_months": _moved("add_months"),
    "add_years": _moved("add_years"),
    "add_hours": _add_hours,
    "add_minutes": _add_minutes,
    "age_in_days": _age("days_between"),
    "age_in_months": _age("months_between"),
    "age_in_years": _age("years_between"),
    "add_working_days": _add_working_days,
    "is_working_day": _is_working_day,
    "adjust_to_working_day": _to_working_day,
    "age_in_working_days": _age_in_working_days,
    "add_working_days_with_saturday": _saturdays_too(_add_working_days),
    "is_working_day_with_saturday": _is_saturday_too,
    "adjust_to_working_day_with_saturday": _saturdays_too(_to_working_day),
    "age_in_working_days_with_saturday": _saturdays_too(_age_in_working_days),
    "adjust_to_week_monday": _monday,
    "age_in_hours": _age_in_hours,
    "datetime_in_past": _in_past,
}

"""The bounds of dates and of numbers: options when they are known, rules when they are computed."""

import re
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.publik.documents import Field
from parvis.catalogue.imports.publik.language.days import day_of
from parvis.catalogue.imports.publik.language.filters_of_days import as_day
from parvis.catalogue.imports.publik.language.forms import as_number
from parvis.catalogue.imports.publik.language.operators import RULE, compared
from parvis.catalogue.imports.publik.language.templates import is_template, read_template
from parvis.catalogue.imports.publik.language.translation import usable
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import Kind, Need, Value, number_in
from parvis.catalogue.imports.publik.making import Making

Rules = list[dict[str, str]]
_FROM_TODAY = re.compile(r"\{\{\s*today\s*(?:\|\s*date\s*)?\|\s*add_days:\s*\"?(-?\d{1,3})\"?\s*\}\}")
_DECIMALS = 2


def date_bounds(field: Field, key: str, making: Making) -> tuple[dict[str, Any], Rules]:
    """Return the bounds of a date."""
    options: dict[str, Any] = {}
    rules: Rules = []
    can_be_today = field.is_true("date_can_be_today")
    if field.is_true("minimum_is_future"):
        options["min"] = "today" if can_be_today else "today+1d"
    if field.is_true("date_in_the_past"):
        options["max"] = "today" if can_be_today else "today-1d"
    for tag, name, sign in (("minimum_date", "min", ">="), ("maximum_date", "max", "<=")):
        written = field.words(tag)
        if not written:
            continue
        bound = _day_bound(written)
        if bound:
            options[name] = bound
        else:
            rules += _day_rule(written, key, sign, making)
    attribute = field.element.find("prefill")
    if attribute and attribute.words("value").strip("_") in ("birthdate", "birth_date"):
        options["birth"] = True
    return options, rules


def number_bounds(field: Field, key: str, making: Making) -> tuple[dict[str, Any], Rules]:
    """Return the bounds of a number, and its decimals."""
    options: dict[str, Any] = (
        {} if field.is_true("restrict_to_integers", default=True) else {"decimals": _DECIMALS}
    )
    rules: Rules = []
    for tag, name, sign in (("min_value", "min", ">="), ("max_value", "max", "<=")):
        written = field.words(tag)
        if not written:
            continue
        number = number_in(written)
        if number is not None:
            options[name] = number
        else:
            rules += _number_rule(written, key, sign, making)
    return options, rules


def _day_bound(written: str) -> str:
    found = _FROM_TODAY.fullmatch(written.strip())
    if found:
        return f"today{int(found[1]):+d}d" if int(found[1]) else "today"
    if re.fullmatch(r"\{\{\s*today\s*(\|\s*date\s*)?\}\}", written.strip()):
        return "today"
    return day_of(written) or ""


def _day_rule(written: str, key: str, sign: str, making: Making) -> Rules:
    own = Value(key, Kind.DATE, needs=(Need(key, '""'),))
    message = _("Donnez une date plus tardive.") if sign == ">=" else _("Donnez une date plus proche.")
    return _rule(written, own, sign, message, making)


def _number_rule(written: str, key: str, sign: str, making: Making) -> Rules:
    own = Value(key, Kind.NUMBER, needs=(Need(key, "null"),))
    message = _("Donnez un nombre plus grand.") if sign == ">=" else _("Donnez un nombre plus petit.")
    return _rule(written, own, sign, message, making)


def _rule(written: str, own: Value, sign: str, message: str, making: Making) -> Rules:
    making.reading = written
    if not is_template(written):
        making.left("bound", written, _("cette borne ne se lit pas"))
        return []
    try:
        bound = making.translator(rule=True).result(read_template(written))
        bound = as_day(bound) if own.kind is Kind.DATE else as_number(bound)
        rule = usable(compared(sign, own, bound, RULE))
    except NotUnderstood as why:
        making.left("bound", written, str(why))
        return []
    return [{"rule": rule, "message": message}]

"""Filters that make a number."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.publik.language.forms import as_number, as_text, or_zero
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import (
    Kind,
    Level,
    Value,
    call,
    constant,
    number_in,
)

Note = Callable[[str], None]


def _operation(operator: str, level: Level) -> Callable[..., Value]:
    def apply(value: Value, arguments: Sequence[Value], note: Note) -> Value:
        if not arguments:
            raise NotUnderstood(_("il manque un nombre à ce calcul"))
        left, right = or_zero(value), or_zero(arguments[0])
        tighter = Level(level - 1)
        return Value(f"{left.within(level)} {operator} {right.within(tighter)}", Kind.NUMBER, level)

    return apply


def _add(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    """Add numbers; texts are put end to end, as w.c.s. does when one is no number."""
    if not arguments:
        raise NotUnderstood(_("il manque ce qu’il faut ajouter"))
    if all(map(_may_be_number, (value, arguments[0]))):
        return _operation("+", Level.SUM)(value, arguments, note)
    left, right = as_text(value), as_text(arguments[0])
    return Value(f"{left.within(Level.SUM)} + {right.within(Level.PRODUCT)}", Kind.TEXT, Level.SUM)


def _may_be_number(value: Value) -> bool:
    if value.is_constant:
        return number_in(value.constant) is not None
    if value.labels is not None:
        return all(number_in(label) is not None for label in value.labels.values())
    return value.kind in (Kind.NUMBER, Kind.TEXT, Kind.TABLE)


def _rounded(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    number = as_number(value)
    if not arguments:
        return number
    decimals = arguments[0].constant if arguments[0].is_constant else None
    if not isinstance(decimals, (int, str)) or number_in(str(decimals).strip("g")) is None:
        raise NotUnderstood(_("ce nombre de décimales n’est pas connu d’avance"))
    places = constant(abs(int(number_in(str(decimals).strip("g")) or 0)))
    return call("round", number, places, kind=Kind.NUMBER)


def _function(name: str) -> Callable[..., Value]:
    def apply(value: Value, arguments: Sequence[Value], note: Note) -> Value:
        return call(name, as_number(value), kind=Kind.NUMBER)

    return apply


def _integer(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    number = as_number(value)
    return (
        number
        if number.is_constant and isinstance(number.constant, int)
        else call("floor", number, kind=Kind.NUMBER)
    )


def _bounded(name: str) -> Callable[..., Value]:
    def apply(value: Value, arguments: Sequence[Value], note: Note) -> Value:
        if not arguments:
            raise NotUnderstood(_("il manque une borne"))
        number, bound = as_number(value), as_number(arguments[0])
        return Value(f"{name}([{number.cel}, {bound.cel}])", Kind.NUMBER).needing(number, bound)

    return apply


def _divisible(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    rest = _operation("%", Level.PRODUCT)(value, arguments, note)
    return Value(f"{rest.cel} == 0", Kind.BOOL, Level.RELATION)


def _clamped(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    """Keep a number between two bounds, written « least most »."""
    bounds = str(arguments[0].constant).split() if arguments and arguments[0].is_constant else []
    known = [bound for one in bounds if (bound := number_in(one)) is not None]
    if len(known) != 2:
        raise NotUnderstood(_("il manque une borne"))
    number = as_number(value)
    least, most = (constant(one).cel for one in known)
    return Value(f"max([{least}, min([{number.cel}, {most}])])", Kind.NUMBER).needing(number)


NUMBER_FILTERS: dict[str, Any] = {
    "add": _add,
    "subtract": _operation("-", Level.SUM),
    "multiply": _operation("*", Level.PRODUCT),
    "divide": _operation("/", Level.PRODUCT),
    "modulo": _operation("%", Level.PRODUCT),
    "decimal": _rounded,
    "floatformat": _rounded,
    "intcomma": _rounded,
    "integer": _integer,
    "int": _integer,
    "float": _rounded,
    "clamp": _clamped,
    "abs": _function("abs"),
    "ceil": _function("ceil"),
    "floor": _function("floor"),
    "limit_low": _bounded("max"),
    "limit_high": _bounded("min"),
    "divisibleby": _divisible,
}

"""Values of expressions: their kinds, their equality, their order, the text of a number. The page does the same.

A value is JSON: text, number, boolean, null, list, object. A number is an IEEE double whose size is at most
``LARGEST``, so that Python's integers and the page's numbers are the same ones.
"""

from collections.abc import Sized
from decimal import Decimal
from typing import Any, TypeVar

from parvis.catalogue.expressions.errors import NoValue

LARGEST = 2**53 - 1
LONGEST_RESULT = 10_000
"""Characters of a text, elements of a list, that an operation may make."""

Made = TypeVar("Made", bound=Sized)

TEXT, NUMBER, BOOLEAN, NULL, LIST, OBJECT = "t", "n", "b", "z", "l", "o"
KINDS: dict[type, str] = {
    str: TEXT,
    int: NUMBER,
    float: NUMBER,
    bool: BOOLEAN,
    type(None): NULL,
    list: LIST,
    dict: OBJECT,
}


def kind(value: Any) -> str:
    """Return the kind of a value. Raises NoValue for what is no JSON."""
    try:
        return KINDS[type(value)]
    except KeyError:
        raise NoValue from None


def number(value: Any) -> float | int:
    """Return a number, or raise NoValue: another kind, or a number too large to be the same in the page."""
    if type(value) not in (int, float) or not abs(value) <= LARGEST:
        raise NoValue
    return value  # type: ignore[no-any-return]  # checked on the line above


def whole(value: Any) -> int:
    """Return a whole number as an integer, or raise NoValue."""
    found = number(value)
    if found != int(found):
        raise NoValue
    return int(found)


def short(made: Made) -> Made:
    """Return a text or a list that was made, or raise NoValue when it is too long."""
    if len(made) > LONGEST_RESULT:
        raise NoValue
    return made


def same(one: Any, other: Any) -> bool:
    """Return whether two values are equal; those of two kinds are not."""
    shared = kind(one)
    if shared != kind(other):
        return False
    if shared == LIST:
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    if shared == OBJECT:
        return one.keys() == other.keys() and all(same(part, other[key]) for key, part in one.items())
    return bool(one == other)


def comparable(one: Any, other: Any) -> None:
    """Raise NoValue when two values have no order: those of two kinds, lists, objects, null."""
    shared = kind(one)
    if shared != kind(other) or shared not in (TEXT, NUMBER, BOOLEAN):
        raise NoValue


def is_empty(value: Any) -> bool:
    """Return whether a value is no answer: null, blank, or made of nothing but such values."""
    if isinstance(value, dict):
        return all(is_empty(part) for part in value.values())
    if isinstance(value, list):
        return all(is_empty(part) for part in value)
    return value is None or value == ""


def bounded(value: Any) -> Any:
    """Return a value, or raise NoValue when it is a number too large to be the same in the page."""
    return number(value) if type(value) in (int, float) else value


def settled(value: Any) -> Any:
    """Return a value in its one form: a number that is whole is an integer, wherever it stands."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, list):
        return [settled(part) for part in value]
    if isinstance(value, dict):
        return {key: settled(part) for key, part in value.items()}
    return value


def number_text(value: float) -> str:
    """Return the digits of a number, never with an exponent: « 1234.5 »."""
    return str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")


def readable(value: Any) -> str:
    """Return what a person reads: « oui », « 1234,5 », the elements of a list, nothing for null.

    An object is told by its ``label``, ``name`` or ``text``. Raises NoValue when it has none.
    """
    match kind(value):
        case "t":
            return str(value)
        case "n":
            return number_text(number(value)).replace(".", ",")
        case "b":
            return "oui" if value else "non"
        case "z":
            return ""
        case "l":
            return short(", ".join(text for text in map(readable, value) if text))
    for key in ("label", "name", "text"):
        if isinstance(value.get(key), str):
            return str(value[key])
    raise NoValue

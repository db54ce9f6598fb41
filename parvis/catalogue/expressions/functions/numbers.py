"""Functions on numbers."""

import math
from typing import Any

from django.utils.translation import gettext_lazy as _

from parvis.catalogue.expressions.errors import NoValue
from parvis.catalogue.expressions.function import function
from parvis.catalogue.expressions.values import LARGEST, bounded, comparable, number_text, whole

MOST_DECIMALS = 10


@function(
    "round", "n n?",
    usage=_("round(nombre, décimales)"),
    says=_("le nombre arrondi ; un demi s’éloigne de zéro"),
    words=_("{0} arrondi"),
    example=("round(2.675, 2)", 2.68),
)  # fmt: skip
def rounded(value: float, decimals: float = 0) -> float:
    """Return a number with so many decimals, the half away from zero, as it is written: 2.675 gives 2.68.

    The steps are those of the page: digits shifted in the text, so that no binary error comes first.
    """
    places = whole(decimals)
    if not 0 <= places <= MOST_DECIMALS:
        raise NoValue
    shifted = float(f"{number_text(abs(value))}e{places}")
    if shifted > LARGEST:  # no decimal is left to round
        return value
    below = math.floor(shifted)
    result = float(f"{below + (shifted - below >= 0.5)}e-{places}")
    return -result if value < 0 else result


@function(
    "abs", "n",
    usage=_("abs(nombre)"),
    says=_("le nombre sans son signe"),
    words=_("la valeur absolue de {0}"),
    example=("abs(-3)", 3),
)  # fmt: skip
def absolute(value: float) -> float:
    """Return a number without its sign."""
    return abs(value)


@function(
    "floor", "n",
    usage=_("floor(nombre)"),
    says=_("le nombre entier juste en dessous"),
    words=_("{0} arrondi en dessous"),
    example=("floor(2.7)", 2),
)  # fmt: skip
def floor(value: float) -> float:
    """Return the whole number below."""
    return math.floor(value)


@function(
    "ceil", "n",
    usage=_("ceil(nombre)"),
    says=_("le nombre entier juste au-dessus"),
    words=_("{0} arrondi au-dessus"),
    example=("ceil(2.1)", 3),
)  # fmt: skip
def ceil(value: float) -> float:
    """Return the whole number above."""
    return math.ceil(value)


@function(
    "min", "a a*",
    usage=_("min(liste), min(a, b, …)"),
    says=_("le plus petit des nombres, des textes ou des dates ; ce qui est sans réponse ne compte pas"),
    words=_("le plus petit de {all}"),
    example=("min([3, 1, 2])", 1),
)  # fmt: skip
def smallest(*values: Any) -> Any:
    """Return the least of comparable values, null when there is none."""
    ordered = _ordered(values)
    return ordered[0] if ordered else None


@function(
    "max", "a a*",
    usage=_("max(liste), max(a, b, …)"),
    says=_("le plus grand des nombres, des textes ou des dates ; ce qui est sans réponse ne compte pas"),
    words=_("le plus grand de {all}"),
    example=("max([3, 1, 2])", 3),
)  # fmt: skip
def largest(*values: Any) -> Any:
    """Return the greatest of comparable values, null when there is none."""
    ordered = _ordered(values)
    return ordered[-1] if ordered else None


def _ordered(values: tuple[Any, ...]) -> list[Any]:
    given = values[0] if len(values) == 1 and isinstance(values[0], list) else values
    found = [value for value in given if value is not None and value != ""]
    for value in found:
        comparable(found[0], value)
        bounded(value)
    return sorted(found)  # of one kind: they have an order

"""Functions on what is answered and what is not."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from parvis.catalogue.expressions.errors import NoValue
from parvis.catalogue.expressions.function import function
from parvis.catalogue.expressions.values import is_empty


@function(
    "empty", "a",
    usage=_("empty(réponse)"),
    says=_("vrai s’il n’y a pas de réponse"),
    words=_("{0} est sans réponse"),
    example=('empty("")', True),
)  # fmt: skip
def empty(value: Any) -> bool:
    """Return whether a value is no answer."""
    return is_empty(value)


@function(
    "has", "a",
    usage=_("has(réponse.partie)"),
    says=_("vrai si la réponse a cette partie, même vide"),
    words=_("{0} existe"),
    example=("has(person.email)", False),
    lazy=True,
)  # fmt: skip
def has(part: Callable[[], Any]) -> bool:
    """Return whether a part is there. ``running`` asks that its argument be one, as CEL does."""
    try:
        part()
    except NoValue:
        return False
    return True


@function(
    "coalesce", "a a*",
    usage=_("coalesce(valeur, autre, …)"),
    says=_("la première valeur qui n’est pas vide"),
    words=_("la première réponse donnée parmi {all}"),
    example=('coalesce("", "rien")', "rien"),
    lazy=True,
)  # fmt: skip
def coalesce(*values: Callable[[], Any]) -> Any:
    """Return the first value that is an answer; what cannot be evaluated is none. The last is given as it is."""
    for value in values[:-1]:
        try:
            found = value()
        except NoValue:
            continue
        if not is_empty(found):
            return found
    return values[-1]()

"""Functions on lists: several answers, rows of a block."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from parvis.catalogue.expressions.errors import NoValue
from parvis.catalogue.expressions.function import function
from parvis.catalogue.expressions.functions.texts import read_number
from parvis.catalogue.expressions.values import LIST, OBJECT, TEXT, is_empty, kind, number, same


@function(
    "size", "tlo",
    usage=_("size(valeur)"),
    says=_("combien de caractères dans un texte, d’éléments dans une liste"),
    words=_("la taille de {0}"),
    example=('size("forêt")', 5),
)  # fmt: skip
def size(value: str | list[Any] | dict[str, Any]) -> int:
    """Return how many characters, elements or parts."""
    return len(value)


@function(
    "count", "l",
    usage=_("count(liste)"),
    says=_("combien d’éléments de la liste ont une réponse"),
    words=_("le nombre de {0}"),
    example=('count(["a", ""])', 1),
)  # fmt: skip
def count(values: list[Any]) -> int:
    """Return how many elements are answers."""
    return sum(not is_empty(value) for value in values)


@function(
    "column", "l t",
    usage=_('column(lignes, "clé")'),
    says=_("la liste des réponses à une question d’un bloc répété"),
    words=_("les réponses {1} de {0}"),
    example=('column([], "age")', []),
)  # fmt: skip
def column(rows: list[Any], key: str) -> list[Any]:
    """Return the answers to one question of a block, a row each. Raises NoValue when a row has not the question."""
    if not all(kind(row) == OBJECT and key in row for row in rows):
        raise NoValue
    return [row[key] for row in rows]


@function(
    "sum", "l t?",
    usage=_('sum(liste), sum(lignes, "clé")'),
    says=_("la somme des nombres ; ce qui est sans réponse ne compte pas"),
    words=_("la somme de {0}"),
    example=("sum([1, 2.5])", 3.5),
)  # fmt: skip
def total(values: list[Any], key: str | None = None) -> float:
    """Return the sum of numbers, or of texts that write numbers. Raises NoValue for anything else."""
    result: float = 0
    for value in values if key is None else column(values, key):
        if is_empty(value):
            continue
        found = read_number(value) if kind(value) == TEXT else value
        result = number(result + number(found))
    return result


@function(
    "any_of", "l a",
    usage=_("any_of(liste, valeurs)"),
    says=_("vrai si la liste contient une des valeurs"),
    words=_("{0} contient un de {1}"),
    example=('any_of(["a", "b"], ["b", "c"])', True),
)  # fmt: skip
def any_of(values: list[Any], sought: Any) -> bool:
    """Return whether a list holds a value, or one of a list of them."""
    wanted = sought if kind(sought) == LIST else [sought]
    return any(same(value, one) for one in wanted for value in values)


@function(
    "all_of", "l a",
    usage=_("all_of(liste, valeurs)"),
    says=_("vrai si la liste contient toutes les valeurs"),
    words=_("{0} contient tout {1}"),
    example=('all_of(["a", "b"], ["b", "c"])', False),
)  # fmt: skip
def all_of(values: list[Any], sought: Any) -> bool:
    """Return whether a list holds a value, or every one of a list of them."""
    wanted = sought if kind(sought) == LIST else [sought]
    return all(any(same(value, one) for value in values) for one in wanted)

"""Conditions of ours as JSON Schema: what the answers must be for a condition to hold."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.expressions import Tree
from parvis.catalogue.expressions.tree import is_name, walk
from parvis.catalogue.imports.refusals import Untranslatable

Schema = dict[str, Any]
_ORDERS = {"<": "exclusiveMaximum", "<=": "maximum", ">": "exclusiveMinimum", ">=": "minimum"}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def schema_of(tree: Tree) -> Schema | bool:
    """Return a schema that the answers follow exactly when an expression holds. Raises Untranslatable."""
    if isinstance(tree, bool):
        return tree
    if is_name(tree):
        return _answered(tree[1], {"const": True})
    if not isinstance(tree, list):
        raise Untranslatable(_("la condition n’est ni vraie ni fausse."))
    make = _MAKERS.get(tree[0])
    if make is None:
        raise Untranslatable(_("« %(name)s » ne se dit pas en JSON Schema.") % {"name": str(tree[0])[:40]})
    return make(tree)


def _answered(key: str, schema: Schema) -> Schema:
    """Return what holds when a question has an answer that follows a schema."""
    return {"properties": {key: schema}, "required": [key]}


def _joined(word: str) -> Callable[[Tree], Schema]:
    return lambda tree: {word: [schema_of(one) for one in tree[1:]]}


def _contrary(tree: Tree) -> Schema:
    if any(isinstance(node, list) and node[0] in _ORDERS for node, _depth in walk(tree)):
        # Here a comparison with no answer, and its contrary, do not hold: a schema would follow one of them.
        raise Untranslatable(_("le contraire d’une comparaison ne se dit pas en JSON Schema."))
    return {"not": schema_of(tree[1])}


def _equality(tree: Tree) -> Schema:
    key, constant = _named(tree)
    if constant is None or constant == "":
        schema: Schema = {"not": {"required": [key]}}
    else:
        schema = _answered(key, {"const": constant})
    return schema if tree[0] == "==" else {"not": schema}


def _order(tree: Tree) -> Schema:
    key, bound = _named(tree)
    if isinstance(bound, bool) or not isinstance(bound, int | float):
        raise Untranslatable(_("une comparaison de textes ne se dit pas en JSON Schema."))
    operator = tree[0] if is_name(tree[1]) else _TURNED[tree[0]]
    return _answered(key, {"type": "number", _ORDERS[operator]: bound})


def _named(tree: Tree) -> tuple[str, Any]:
    """Return the answer and the constant that a comparison is made of."""
    for one, other in (tree[1:], tree[:0:-1]):
        if is_name(one) and not isinstance(other, list):
            return str(one[1]), other
    raise Untranslatable(_("la condition compare autre chose qu’une réponse et une valeur."))


def _among(tree: Tree) -> Schema:
    sought, within = tree[1:]
    if is_name(within) and not isinstance(sought, list):
        return _answered(within[1], {"contains": {"const": sought}})
    if is_name(sought) and isinstance(within, list) and within[0] == "list":
        if any(isinstance(one, list) or one in (None, "") for one in within[1:]):
            raise Untranslatable(_("la condition cherche autre chose que des valeurs."))
        return _answered(sought[1], {"enum": within[1:]})
    raise Untranslatable(_("la condition cherche autre chose qu’une valeur dans une liste."))


def _empty(tree: Tree) -> Schema:
    if not is_name(tree[1]):
        raise Untranslatable(_("une partie d’une réponse ne se lit pas en JSON Schema."))
    return {"not": {"required": [tree[1][1]]}}


_MAKERS: dict[str, Callable[[Tree], Schema]] = {
    "&&": _joined("allOf"),
    "||": _joined("anyOf"),
    "!": _contrary,
    "==": _equality,
    "!=": _equality,
    **dict.fromkeys(_ORDERS, _order),
    "in": _among,
    "empty": _empty,
}

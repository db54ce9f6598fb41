"""Conditions and expressions of Django's template language, read by Django's own parser.

Filters need not be known here: w.c.s. has many of its own, which only ``filters`` gives a meaning.
"""

import re
from functools import cache
from typing import Any, cast

from django.template.base import FilterExpression, Token, TokenType, Variable
from django.template.exceptions import TemplateSyntaxError
from django.template.smartif import IfParser, TokenBase
from django.utils.translation import gettext as _

from parvis.catalogue.imports.publik.language.tree import (
    Compared,
    Constant,
    Filtered,
    Joined,
    Name,
    Negated,
    Node,
    NotUnderstood,
)

LONGEST = 20_000  # characters of a condition: far above any that a person wrote
_LITERALS = {"True": True, "False": False, "None": None, "true": True, "false": False, "null": None}
# Some people glue operators to what they compare; Django wants spaces, people see none.
_GLUED = re.compile(r"\"[^\"]*\"|'[^']*'|(?P<operator>[<>!=]=|[<>])")


def read_condition(source: str) -> Node:
    """Return the tree of a condition, as ``{% if … %}`` reads it. Raises NotUnderstood."""
    if len(source) > LONGEST:
        raise NotUnderstood(_("cette condition est trop longue"))
    spaced = _GLUED.sub(lambda found: f" {found[0]} " if found["operator"] else found[0], source)
    return read_bits(Token(TokenType.BLOCK, f"if {spaced}").split_contents()[1:])


def read_bits(bits: list[str]) -> Node:
    """Return the tree of a condition cut in words. Raises NotUnderstood."""
    if not bits:
        raise NotUnderstood(_("cette condition est vide"))
    try:
        return _from_operator(_Conditions(list[Any](bits)).parse())
    except (TemplateSyntaxError, ValueError, IndexError, AttributeError, RecursionError) as error:
        raise NotUnderstood(
            _("cette condition ne se lit pas (%(why)s)") % {"why": str(error)[:150]}
        ) from None


def read_expression(source: str) -> Node:
    """Return the tree of ``variable|filter:argument``. Raises NotUnderstood."""
    try:
        found = FilterExpression(source.strip(), cast("Any", _AnyFilter()))
    except (TemplateSyntaxError, ValueError, IndexError) as error:
        raise NotUnderstood(
            _("cette expression ne se lit pas (%(why)s)") % {"why": str(error)[:150]}
        ) from None
    node = _variable(found.var) if isinstance(found.var, Variable) else Constant(_plain(found.var))
    for function, arguments in found.filters:
        node = Filtered(node, function.filter_name, tuple(_argument(*one) for one in arguments))
    return node


class _AnyFilter:
    """Stands for Django's parser: knows every filter by its name alone."""

    def find_filter(self, name: str) -> Any:
        """Return a function that bears the name."""
        return _filter_named(name)


@cache
def _filter_named(name: str) -> Any:
    def stand_in(value: Any, argument: Any = None) -> Any:
        return value, argument

    stand_in.filter_name = name  # type: ignore[attr-defined]
    return stand_in


class _Operand(TokenBase):
    """Something compared, already a tree."""

    id = "operand"
    lbp = 0

    def __init__(self, node: Node) -> None:
        self.value = node

    def nud(self, parser: Any) -> Any:  # noqa: ARG002 - the parser's way of asking
        return self


class _Conditions(IfParser):
    """Django's parser of conditions, whose operands are our trees."""

    error_class = ValueError

    def create_var(self, value: Any) -> Any:
        """Return an operand."""
        return _Operand(read_expression(value))


def _from_operator(token: Any) -> Node:
    if token is None:
        raise ValueError("an operand is missing")
    match token.id:
        case "operand":
            node: Node = token.value
            return node
        case "not":
            return Negated(_from_operator(token.first))
        case "and" | "or":
            return Joined(token.id, _from_operator(token.first), _from_operator(token.second))
        case _:
            operator = {"is": "==", "is not": "!=", "=": "=="}.get(token.id, token.id)
            return Compared(operator, _from_operator(token.first), _from_operator(token.second))


def _variable(variable: Variable) -> Node:
    if variable.lookups is None:
        return Constant(_plain(variable.literal))
    path = ".".join(variable.lookups)
    return Constant(_LITERALS[path]) if path in _LITERALS else Name(path)


def _argument(is_variable: bool, value: Any) -> Node:
    return _variable(value) if is_variable else Constant(_plain(value))


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value

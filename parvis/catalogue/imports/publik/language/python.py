"""Conditions and formulas in Python, which old w.c.s. definitions hold: read as a tree, never run."""

import ast
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.publik.language.tree import (
    Chosen,
    Compared,
    Constant,
    Filtered,
    Joined,
    Listed,
    Name,
    Negated,
    Node,
    NotUnderstood,
)

LONGEST = 20_000
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
    ast.Is: "==",
    ast.IsNot: "!=",
}
_ARITHMETIC: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
}
# Functions and methods that are filters under another name.
_FUNCTIONS = {
    "len": "length",
    "int": "integer",
    "float": "decimal",
    "Decimal": "decimal",
    "str": "as_text",
    "bool": "as_bool",
    "abs": "abs",
    "sum": "sum",
    "date": "date",
    "round": "decimal",
}
_METHODS = {"lower", "upper", "strip", "startswith", "endswith", "split", "title", "capitalize"}
_UTILITIES = {"age_in_days", "age_in_months", "age_in_years", "age_in_hours"}
"""Functions of the module « utils » of the oldest sites that are filters too."""
_LOOKUPS = ("vars", "locals", "globals")


def read_python(source: str) -> Node:
    """Return the tree of a Python expression. Raises NotUnderstood."""
    if len(source) > LONGEST:
        raise NotUnderstood(_("cette formule est trop longue"))
    try:
        body = ast.parse(source.strip(), mode="eval").body
        return _node(body)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise NotUnderstood(
            _("cette formule Python ne se lit pas (%(why)s)") % {"why": str(error)[:150]}
        ) from None


def _node(found: ast.expr) -> Node:
    match found:
        case ast.Constant():
            return _constant(found.value)
        case ast.BoolOp():
            return _joined(found)
        case ast.Compare():
            return _compared(found)
        case ast.UnaryOp():
            return _unary(found)
        case ast.IfExp():
            return Chosen(_node(found.test), _node(found.body), _node(found.orelse))
        case ast.BinOp():
            return _arithmetic(found)
        case ast.List() | ast.Tuple() | ast.Set():
            return Listed(tuple(_node(one) for one in found.elts))
        case _:
            return _named(found)


def _named(found: ast.expr) -> Node:
    match found:
        case ast.Name():
            return Name(found.id)
        case ast.Attribute() | ast.Subscript():
            return Name(_path(found))
        case ast.Call():
            return _call(found)
        case _:
            raise _no_equivalent(found)


def _constant(value: Any) -> Node:
    if value is None or isinstance(value, (str, int, float, bool)):
        return Constant(value)
    raise NotUnderstood(_("cette valeur Python n’a pas d’équivalent"))


def _joined(found: ast.BoolOp) -> Node:
    operator = "and" if isinstance(found.op, ast.And) else "or"
    first, *others = (_node(one) for one in found.values)
    for one in others:
        first = Joined(operator, first, one)
    return first


def _compared(found: ast.Compare) -> Node:
    left = _node(found.left)
    joined: Compared | Joined | None = None
    for sign, side in zip(found.ops, found.comparators, strict=True):
        right = _node(side)
        one = Compared(_COMPARISONS[type(sign)], left, right)
        joined = one if joined is None else Joined("and", joined, one)
        left = right
    assert joined is not None  # noqa: S101 - a comparison has at least one sign
    return joined


def _unary(found: ast.UnaryOp) -> Node:
    inner = _node(found.operand)
    if isinstance(found.op, ast.Not):
        return Negated(inner)
    if (
        isinstance(found.op, ast.USub)
        and isinstance(inner, Constant)
        and isinstance(inner.value, (int, float))
    ):
        return Constant(-inner.value)
    raise _no_equivalent(found)


def _arithmetic(found: ast.BinOp) -> Node:
    name = _ARITHMETIC.get(type(found.op))
    if name is None:
        raise _no_equivalent(found)
    return Filtered(_node(found.left), name, (_node(found.right),))


def _call(found: ast.Call) -> Node:
    if found.keywords:
        raise _no_equivalent(found)
    if isinstance(found.func, ast.Name):
        return _function(found.func.id, found)
    if isinstance(found.func, ast.Attribute):
        return _method(found.func, found)
    raise _no_equivalent(found)


def _function(name: str, found: ast.Call) -> Node:
    if name in _FUNCTIONS and found.args:
        base, *others = (_node(one) for one in found.args)
        return Filtered(base, _FUNCTIONS[name], tuple(others))
    if name == "today" and not found.args:
        return Name("today")
    raise _no_equivalent(found)


def _method(func: ast.Attribute, found: ast.Call) -> Node:
    on = func.value
    looked_up = isinstance(on, ast.Call) and isinstance(on.func, ast.Name) and on.func.id in _LOOKUPS
    if func.attr == "get" and looked_up and found.args and isinstance(found.args[0], ast.Constant):
        return Name(str(found.args[0].value))
    if func.attr == "today" and not found.args:  # date.today(), utils.today()
        return Name("today")
    if isinstance(on, ast.Name) and on.id == "utils" and func.attr in _UTILITIES and found.args:
        return Filtered(_node(found.args[0]), func.attr, ())
    if func.attr in _METHODS:
        return Filtered(_node(on), func.attr, tuple(_node(one) for one in found.args))
    raise _no_equivalent(found)


def _path(found: ast.expr) -> str:
    """Return ``a.b.0`` of ``a.b[0]`` or ``a['b'][0]``."""
    match found:
        case ast.Name():
            return found.id
        case ast.Attribute():
            return f"{_path(found.value)}.{found.attr}"
        case ast.Subscript(slice=ast.Constant(value=key)):
            return f"{_path(found.value)}.{key!s}" if isinstance(key, (str, int)) else _path(found.value)
        case _:
            raise _no_equivalent(found)


def _no_equivalent(found: ast.AST) -> NotUnderstood:
    return NotUnderstood(
        _("cette partie de la formule Python n’a pas d’équivalent : %(part)s")
        % {"part": ast.unparse(found)[:120]}
    )

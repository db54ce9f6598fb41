"""The tree of an expression, as JSON, the same for the studio, the server and the page.

A text, a number, a boolean and null stand for themselves. A list is an operation and its operands:

=====================================  ==================================================
``["name", "kind"]``                   an answer, or a value of the context
``["part", tree, "email"]``            a part of an answer: ``who.email``
``["at", tree, tree]``                 an element of a list, a part by its name: ``rows[0]``
``["list", tree…]``                    a list
``["||", …]``, ``["&&", …]``           two operands or more, as for ``+`` and ``*``
``["!", tree]``, ``["-", tree]``       the contrary, the opposite
``["-", a, b]``, ``["=="…``            ``- / % == != < <= > >= in``
``["?", test, tree, tree]``            ``test ? a : b``
``["upper", tree…]``                   a function, by its name
=====================================  ==================================================
"""

from collections.abc import Iterator
from typing import Any, TypeAlias

Tree: TypeAlias = Any
"""JSON; see above. Left loose: mypy does not follow a type that contains itself through lists of mixed parts."""

MANY = frozenset({"||", "&&", "+", "*"})
"""Operations of two operands or more."""

TWO = frozenset({"-", "/", "%", "==", "!=", "<", "<=", ">", ">=", "in"})
STRUCTURE = frozenset({"name", "part", "at", "list", "?", "!"}) | MANY | TWO
"""What heads a list and is no function."""


def operands(tree: Tree) -> list[Tree]:
    """Return the trees directly under one."""
    if not isinstance(tree, list) or tree[0] == "name":
        return []
    return tree[1:2] if tree[0] == "part" else tree[1:]


def walk(tree: Tree) -> Iterator[tuple[Tree, int]]:
    """Yield every tree from the root down, with its depth (1 for the root). Never recursive."""
    waiting = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting += [(child, depth + 1) for child in reversed(operands(node))]


def names_of(tree: Tree) -> tuple[str, ...]:
    """Return the names that an expression reads, sorted."""
    return tuple(sorted({node[1] for node, _depth in walk(tree) if is_name(node)}))


def paths_of(tree: Tree) -> set[tuple[str, ...]]:
    """Return what an expression reads, no more: ``("who", "email")`` for ``who.email``, ``("who",)`` for all of it."""
    if is_name(tree):
        return {(tree[1],)}
    if isinstance(tree, list) and tree[0] == "part" and is_name(tree[1]):
        return {(tree[1][1], tree[2])}
    return {path for part in operands(tree) for path in paths_of(part)}


def is_name(node: Tree) -> bool:
    """Return whether a tree is a lone name."""
    return isinstance(node, list) and node[0] == "name"


def called(node: Tree) -> str:
    """Return the function that a tree calls, empty when it is something else."""
    return str(node[0]) if isinstance(node, list) and node[0] not in STRUCTURE else ""

"""Renaming answers inside expressions, when a builder changes the key of a question."""

from collections.abc import Mapping

from parvis.catalogue.expressions.reading import parse
from parvis.catalogue.expressions.tree import Tree, is_name, operands
from parvis.catalogue.expressions.writing import write

COLUMNS = frozenset({"sum", "column"})
"""Functions whose second argument names a question of a block."""


def rename(source: str, names: Mapping[str, str]) -> str:
    """Return the expression with its names changed, unchanged when it reads none of them.

    ``{"old": "new"}`` renames an answer; ``{"children.age": "children.years"}`` the question of a block, read as a
    part or as a column. Raises BadExpression when the expression does not read.
    """
    tree = parse(source)
    renamed = renamed_tree(tree, names)
    return source if renamed == tree else write(renamed)


def renamed_tree(tree: Tree, names: Mapping[str, str]) -> Tree:
    """Return a tree with its names changed (see ``rename``)."""
    if is_name(tree):
        return ["name", names.get(tree[1], tree[1])]
    if not isinstance(tree, list):
        return tree
    changed = [renamed_tree(child, names) for child in operands(tree)]
    if tree[0] == "part":
        return ["part", *changed, _renamed_part(tree[1], tree[2], names)]
    if tree[0] in COLUMNS and len(tree) == 3 and isinstance(tree[2], str):
        return [tree[0], changed[0], _renamed_part(tree[1], tree[2], names)]
    return [tree[0], *changed]


def _renamed_part(owner: Tree, part: str, names: Mapping[str, str]) -> str:
    return names.get(f"{_path(owner)}.{part}", f".{part}").rpartition(".")[2]


def _path(tree: Tree) -> str:
    """Return the path that a tree reads, without the rank of rows: ``children[0].school`` is « children.school »."""
    if is_name(tree):
        return str(tree[1])
    if isinstance(tree, list) and tree[0] == "at":
        return _path(tree[1])
    if isinstance(tree, list) and tree[0] == "part":
        return f"{_path(tree[1])}.{tree[2]}"
    return ""

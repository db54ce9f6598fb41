"""What the page is given of an expression: its tree, ready to run by ``js/expressions.js``."""

from parvis.catalogue.expressions.function import functions
from parvis.catalogue.expressions.patterns import compile_pattern
from parvis.catalogue.expressions.tree import Tree, called, operands


def for_page(tree: Tree) -> Tree:
    """Return a tree as the page runs it: functions under their names there, patterns as tables of states."""
    if not isinstance(tree, list) or tree[0] == "name":
        return tree
    if tree[0] == "part":
        return ["part", for_page(tree[1]), tree[2]]
    if called(tree) == "matches":
        return [_name("matches"), for_page(tree[1]), compile_pattern(tree[2]).for_page()]
    head = _name(tree[0]) if called(tree) else tree[0]
    return [head, *(for_page(part) for part in operands(tree))]


def _name(function: str) -> str:
    return functions()[function].page

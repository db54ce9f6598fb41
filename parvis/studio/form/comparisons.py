"""Comparisons a builder chooses from, and the formula each makes: both ways, over the tree of expressions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.catalogue.expressions import Tree, write

TODAY = "today"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One way to compare an answer. ``kinds`` are those of answers it suits; ``make`` writes it, ``read`` knows it."""

    code: str
    label: str | Promise
    kinds: frozenset[str]
    make: Callable[[Tree, Any], Tree]
    takes_value: bool = True
    several: bool = False


def _two(operator: str) -> Callable[[Tree, Any], Tree]:
    return lambda answer, value: [operator, answer, value]


_EVERY = frozenset({"text", "number", "time", "yes_no", "choice", "several", "whole"})
_PLAIN = frozenset({"text", "number", "time", "choice"})
_ORDERED = frozenset({"number", "time"})
_TEXTS = frozenset({"text", "choice", "time"})
"""Kinds whose answer is the empty text when nobody answered."""

COMPARISONS: dict[str, Comparison] = {
    one.code: one
    for one in (
        Comparison("is", _("est"), _PLAIN, _two("==")),
        Comparison("is_not", _("n’est pas"), _PLAIN, _two("!=")),
        Comparison(
            "yes", _("est oui"), frozenset({"yes_no"}), lambda answer, _v: ["==", answer, True], False
        ),
        Comparison(
            "no", _("est non"), frozenset({"yes_no"}), lambda answer, _v: ["==", answer, False], False
        ),
        Comparison(
            "among",
            _("est parmi"),
            frozenset({"text", "choice"}),
            lambda answer, values: ["in", answer, ["list", *values]],
            several=True,
        ),
        Comparison(
            "holds", _("contient"), frozenset({"several"}), lambda answer, value: ["in", value, answer]
        ),
        Comparison(
            "lacks",
            _("ne contient pas"),
            frozenset({"several"}),
            lambda answer, value: ["!", ["in", value, answer]],
        ),
        Comparison("contains", _("contient"), frozenset({"text"}), _two("contains")),
        Comparison("begins", _("commence par"), frozenset({"text"}), _two("startsWith")),
        Comparison("less", _("est avant / plus petit que"), _ORDERED, _two("<")),
        Comparison("at_most", _("est au plus"), _ORDERED, _two("<=")),
        Comparison("more", _("est après / plus grand que"), _ORDERED, _two(">")),
        Comparison("at_least", _("est au moins"), _ORDERED, _two(">=")),
        Comparison(
            "answered", _("a une réponse"), _EVERY, lambda answer, _v: ["!", ["empty", answer]], False
        ),
        Comparison("blank", _("n’a pas de réponse"), _EVERY, lambda answer, _v: ["empty", answer], False),
    )
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that a condition may read: its path, its words, how it compares, the options offered if any."""

    path: str
    label: str
    kind: str
    options: tuple[tuple[str, str], ...] = ()

    @property
    def tree(self) -> Tree:
        """Return the answer as an expression reads it."""
        name, *parts = self.path.split(".")
        tree: Tree = ["name", name]
        for part in parts:
            tree = ["part", tree, part]
        return tree


@dataclass(frozen=True, slots=True)
class Found:
    """What a formula compares: the path of an answer, the comparison, the value as it would be typed."""

    path: str
    code: str
    value: str = ""


def path_of(tree: Tree) -> str:
    """Return the path of an answer in a tree, empty for anything else."""
    if isinstance(tree, list) and tree and tree[0] == "name":
        return str(tree[1])
    if isinstance(tree, list) and tree and tree[0] == "part" and (owner := path_of(tree[1])):
        return f"{owner}.{tree[2]}"
    return ""


def read(tree: Tree, kinds: Mapping[str, str]) -> Found | None:
    """Return the comparison that a tree is, None when it is none of ours. ``kinds`` are those of answers by path."""
    if not isinstance(tree, list) or not tree:
        return None
    against_nothing = tree[0] in _BLANKS and tree[-1] == ""
    for code, path, value in _readings(tree):
        known = kinds.get(path)
        if known not in COMPARISONS[code].kinds or (against_nothing and known not in _TEXTS):
            continue
        return Found(path, code, value)
    return None


def _readings(tree: Tree) -> list[tuple[str, str, str]]:
    """Return what a tree may be: comparison, path, value; the first whose kind fits is the one."""
    match tree:
        case ["!", ["empty", answer]]:
            return [("answered", path_of(answer), "")]
        case ["empty", answer]:
            return [("blank", path_of(answer), "")]
        case ["!", ["in", value, answer]]:
            return [("lacks", path_of(answer), value)] if isinstance(value, str) else []
        case ["in", answer, ["list", *values]]:
            plain = all(isinstance(one, str) and one and "," not in one for one in values)
            return [("among", path_of(answer), ", ".join(values))] if plain else []
        case ["in", value, answer]:
            return [("holds", path_of(answer), value)] if isinstance(value, str) else []
        case ["==", answer, True]:
            return [("yes", path_of(answer), "")]
        case ["==", answer, False]:
            return [("no", path_of(answer), "")]
        case [operator, answer, value]:
            return _plain_reading(str(operator), path_of(answer), value)
    return []


_OPERATORS = {
    "==": "is",
    "!=": "is_not",
    "contains": "contains",
    "startsWith": "begins",
    "<": "less",
    "<=": "at_most",
    ">": "more",
    ">=": "at_least",
}


# Compared with nothing: said in so many words. A number is never a text, so such a formula stays one.
_BLANKS = {"==": "blank", "!=": "answered"}


def _plain_reading(operator: str, path: str, value: Tree) -> list[tuple[str, str, str]]:
    if operator not in _OPERATORS or not path:
        return []
    if value == ["name", TODAY]:
        return [(_OPERATORS[operator], path, TODAY)]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return []
    if value == "":
        return [(_BLANKS[operator], path, "")] if operator in _BLANKS else []
    written = value if isinstance(value, str) else write(value).replace(".", ",")
    return [(_OPERATORS[operator], path, written)]

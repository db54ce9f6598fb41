"""Functions of XPath and of ODK as ours. Each takes typed values and gives one."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from parvis.catalogue.expressions import Tree
from parvis.catalogue.imports.refusals import Untranslatable
from parvis.catalogue.imports.xlsform.typed import (
    ANY,
    DATE,
    LIST,
    NUMBER,
    TEXT,
    TIME,
    YES,
    Typed,
    number,
    option,
    text,
    truth,
)

# What format-date writes, as the places of the characters in an ISO text.
_DATE_PARTS = {"%Y": (0, 4), "%m": (5, 7), "%d": (8, 10), "%H": (11, 13), "%M": (14, 16)}


def _selected(options: Typed, named: Typed) -> Typed:
    wanted: Tree = option(options, named) if isinstance(named.tree, str | int | float) else text(named)
    if options.kind == LIST:
        return Typed(["in", wanted, options.tree], YES)
    return Typed(["==", options.tree, wanted], YES)


def _regex(subject: Typed, pattern: Typed) -> Typed:
    """Return a match of the whole text, as the specification says."""
    if not isinstance(pattern.tree, str):
        raise Untranslatable(_("le modèle d’une expression régulière doit être écrit tel quel."))
    return Typed(["matches", text(subject), f"^({pattern.tree.removeprefix('^').removesuffix('$')})$"], YES)


def _if(test: Typed, yes: Typed, no: Typed) -> Typed:
    kind = yes.kind if yes.kind == no.kind or no.tree == "" else no.kind if yes.tree == "" else ANY
    return Typed(["?", truth(test), yes.tree, no.tree], kind)


def _concat(*parts: Typed) -> Typed:
    texts = [text(part) for part in parts]
    if not texts:
        return Typed("", TEXT)
    return Typed(texts[0] if len(texts) == 1 else ["+", *texts], TEXT)


def _coalesce(first: Typed, second: Typed) -> Typed:
    return Typed(["coalesce", first.tree, second.tree], first.kind if first.kind == second.kind else ANY)


def _format_date(day: Typed, pattern: Typed) -> Typed:
    if not isinstance(pattern.tree, str) or day.kind not in (DATE, TIME):
        raise Untranslatable(_("cette date ne s’écrit pas sous cette forme."))
    parts: list[Tree] = []
    for piece in re.split(r"(%[A-Za-z0-9])", pattern.tree):
        if piece in _DATE_PARTS:
            parts.append(["slice", day.tree, *_DATE_PARTS[piece]])
        elif piece.startswith("%"):
            raise Untranslatable(_("cette date ne s’écrit pas sous cette forme."))
        elif piece:
            parts.append(piece)
    return Typed(parts[0] if len(parts) == 1 else ["+", *parts], TEXT)


def _date(day: Typed) -> Typed:
    if day.kind not in (DATE, TIME, TEXT):
        raise Untranslatable(_("un nombre n’est pas une date ici."))
    return Typed(day.tree, DATE)


def _round(exact: Typed, decimals: Typed | None = None) -> Typed:
    return Typed(["round", number(exact), *([number(decimals)] if decimals else [])], NUMBER)


def _sum(numbers: Typed) -> Typed:
    if numbers.kind != LIST:
        raise Untranslatable(_("la formule additionne autre chose qu’une liste."))
    is_column = isinstance(numbers.tree, list) and numbers.tree[0] == "column"
    return Typed(["sum", *numbers.tree[1:]] if is_column else ["sum", numbers.tree], NUMBER)


def _extreme(function: str) -> Callable[..., Typed]:
    def make(*values: Typed) -> Typed:
        if len(values) == 1 and values[0].kind == LIST:
            return Typed([function, values[0].tree], NUMBER)
        return Typed([function, *(number(one) for one in values)], NUMBER)

    return make


def _substr(whole: Typed, start: Typed, end: Typed | None = None) -> Typed:
    return Typed(["slice", text(whole), number(start), *([number(end)] if end else [])], TEXT)


def _join(separator: Typed, *parts: Typed) -> Typed:
    listed = (
        parts[0].tree
        if len(parts) == 1 and parts[0].kind == LIST
        else ["list", *(text(one) for one in parts)]
    )
    return Typed(["join", listed, text(separator)], TEXT)


def _of_texts(function: str, kind: str = YES) -> Callable[..., Typed]:
    """Return the maker of a function that takes texts and has another name here."""
    return lambda *texts: Typed([function, *(text(one) for one in texts)], kind)


def _of_numbers(function: str) -> Callable[..., Typed]:
    return lambda *numbers: Typed([function, *(number(one) for one in numbers)], NUMBER)


FUNCTIONS: dict[str, Callable[..., Typed]] = {
    "true": lambda: Typed(tree=True, kind=YES),
    "false": lambda: Typed(tree=False, kind=YES),
    "not": lambda one: Typed(["!", truth(one)], YES),
    "boolean": lambda one: Typed(truth(one), YES),
    "if": _if,
    "coalesce": _coalesce,
    "selected": _selected,
    "count-selected": lambda one: Typed(
        ["size", one.tree] if one.kind == LIST else ["?", truth(one), 1, 0], NUMBER
    ),
    "selected-at": lambda one, rank: Typed(["at", one.tree, number(rank)], TEXT),
    "regex": _regex,
    "contains": _of_texts("contains"),
    "starts-with": _of_texts("startsWith"),
    "ends-with": _of_texts("endsWith"),
    "string-length": lambda one: Typed(["size", text(one)], NUMBER),
    "normalize-space": _of_texts("trim", TEXT),
    "string": lambda one: Typed(text(one), TEXT),
    "concat": _concat,
    "join": _join,
    "substr": _substr,
    "number": lambda one: Typed(number(one), NUMBER),
    "int": _of_numbers("int"),
    "round": _round,
    "abs": _of_numbers("abs"),
    "floor": _of_numbers("floor"),
    "ceiling": _of_numbers("ceil"),
    "min": _extreme("min"),
    "max": _extreme("max"),
    "sum": _sum,
    "count": lambda one: Typed(["size", one.tree], NUMBER),
    "count-non-empty": lambda one: Typed(["count", one.tree], NUMBER),
    "today": lambda: Typed(["name", "today"], DATE),
    "now": lambda: Typed(["name", "now"], TIME),
    "date": _date,
    "date-time": _date,
    "decimal-date-time": _date,
    "format-date": _format_date,
    "format-date-time": _format_date,
    "once": lambda one: one,
}

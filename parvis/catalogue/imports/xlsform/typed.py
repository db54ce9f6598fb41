"""What a formula of XLSForm gives, and how one kind is read as another, as XPath does."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from parvis.catalogue.expressions import Tree
from parvis.catalogue.expressions.values import number_text
from parvis.catalogue.imports.refusals import Untranslatable

NUMBER, TEXT, DATE, TIME, YES, LIST, ROWS, ANY = (
    "number",
    "text",
    "date",
    "time",
    "yes",
    "list",
    "rows",
    "any",
)


@dataclass(frozen=True)
class Answer:
    """A question that formulas may read.

    ``kind`` is one of those above; ``block`` is the key of the repeat it stands in; ``part`` is the part of the answer
    that holds its value, when the answer is an object; ``labels`` are those of its options by value, ``values`` their
    values by the names they have in the source.
    """

    key: str
    kind: str
    block: str = ""
    part: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Typed:
    """A tree of ours, and what it gives. ``answer`` when it is one answer itself."""

    tree: Tree
    kind: str
    answer: Answer | None = None


@dataclass(frozen=True)
class Place:
    """From where an expression reads: the answers it may name, its own question, the repeat it stands in."""

    known: Mapping[str, Answer]
    own: Answer | None = None
    block: str = ""


def read(answer: Answer) -> Tree:
    """Return what reads the value of an answer."""
    tree: Tree = ["name", answer.key]
    if answer.part and answer.kind == LIST:
        return ["column", tree, answer.part]
    return ["part", tree, answer.part] if answer.part else tree


def truth(typed: Typed) -> Tree:
    """Return what XPath’s boolean() gives: a text that is not empty, a number that is not zero."""
    match typed.kind:
        case "yes":
            return typed.tree
        case "number":
            if isinstance(typed.tree, int | float):
                return typed.tree != 0
            return ["&&", ["!", ["empty", typed.tree]], ["!=", typed.tree, 0]]
    return ["!", ["empty", typed.tree]]


def number(typed: Typed) -> Tree:
    """Return a number, read in a text when it is one."""
    if typed.kind == NUMBER:
        return typed.tree
    if isinstance(typed.tree, str):
        found = _literal(typed.tree)
        if found is None:
            raise Untranslatable(_("« %(text)s » n’est pas un nombre.") % {"text": typed.tree[:40]})
        return found
    if typed.kind in (TEXT, ANY):
        return ["number", typed.tree]
    if typed.kind == YES:
        return ["?", typed.tree, 1, 0]
    raise Untranslatable(_("la formule calcule avec autre chose que des nombres."))


def _literal(text: str) -> int | float | None:
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", text.strip()):
        return None
    found = float(text)
    return int(found) if found.is_integer() else found


def text(typed: Typed) -> Tree:
    """Return a text: that of the value."""
    if typed.kind in (TEXT, DATE, TIME) or isinstance(typed.tree, str):
        return typed.tree
    return ["text", typed.tree]


def option(asked: Typed, constant: Typed) -> str:
    """Return a constant as the value of an option of a question."""
    name = constant.tree if isinstance(constant.tree, str) else number_text(constant.tree)
    return asked.answer.values.get(name, name) if asked.answer is not None else name

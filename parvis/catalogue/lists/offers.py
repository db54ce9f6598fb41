"""What a list offers to a question at a moment: few rows to be drawn, many to be searched, or a reason for none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.expressions import compile_expression
from parvis.catalogue.lists.columns import check_box
from parvis.catalogue.models import ColumnType
from parvis.common.errors import Invalid
from parvis.organisations.names import plain

MOST_SHOWN = 60
"""Rows drawn as they are; beyond, the list is searched."""
MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One choice. Both days of validity are included."""

    code: str
    label: str
    columns: Mapping[str, Any] = field(default_factory=dict)
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def answer(self) -> dict[str, Any]:
        """Return the choice as an answer keeps it, whatever becomes of the list."""
        return {"code": self.code, "label": self.label, "columns": dict(self.columns)}


# What the columns must hold: for each, the values of which one is enough.
Where = Mapping[str, tuple[Any, ...]]


class Offer:
    """What is offered. ``sentence`` says why nothing is; ``free``: the answer may then be written.

    ``accepts_words``: an answer in words, given while nothing was offered, stays good.
    """

    sentence: str = ""
    free: bool = False
    accepts_words: bool = False

    def first(self, most: int) -> list[Row]:
        """Return the first rows offered, in order."""
        return []

    def few(self) -> list[Row] | None:
        """Return every row offered, in order, or None when they are too many to be drawn."""
        rows = self.first(MOST_SHOWN + 1)
        return None if len(rows) > MOST_SHOWN else rows

    def search(self, words: str) -> list[Row]:
        """Return the rows offered whose label or code holds some words, the closest first, MOST_FOUND at most."""
        return []

    def named(self, label: str) -> list[Row]:
        """Return the rows offered that have this very label, accents and case set aside."""
        return [row for row in self.search(label) if plain(row.label) == plain(label)]

    def rows(self, codes: Iterable[str]) -> dict[str, Row]:
        """Return rows of the list by code, whether they are offered or not."""
        return {}

    def why_not(self, row: Row) -> str:
        """Return why a row of the list is not offered, "" when it is."""
        return ""


@dataclass(frozen=True)
class Nothing(Offer):
    """No row at all, and why."""

    sentence: str = ""
    free: bool = False
    accepts_words: bool = False


ALONE = Nothing(free=True, accepts_words=True)
"""For a definition tried without a body: no list can be asked, any well-formed answer is taken."""


def matches(columns: Mapping[str, Any], where: Where) -> bool:
    """Return whether the boxes of a row hold what is asked."""
    return all(any(_same(columns.get(key), one) for one in wanted) for key, wanted in where.items())


def out_of_place(row: Row) -> str:
    """Return the sentence said of a row that other answers exclude."""
    return _("« %(label)s » ne va pas avec vos autres réponses. Choisissez dans la liste.") % {
        "label": row.label
    }


def wanted(
    formulas: Mapping[str, str], columns: Iterable[Mapping[str, str]], values: Mapping[str, Any]
) -> Where | None:
    """Return what the columns must hold, given the answers; None while an answer that decides is missing.

    A formula that gives an answer with a code (a commune, a choice of a table) stands for that code; one that gives
    a list, for any of its elements. A column that the list has not holds nothing: nothing matches.
    """
    kinds = {column["key"]: column for column in columns}
    found: dict[str, tuple[Any, ...]] = {}
    for key, source in formulas.items():
        value = compile_expression(source).value(values)
        items = [_code(item) for item in (value if isinstance(value, list) else [value])]
        items = [item for item in items if item not in (None, "")]
        if not items:
            return None
        column = kinds.get(key, {"key": key, "label": key, "type": ColumnType.TEXT})
        found[key] = tuple(box for item in items if (box := _box(column, item)) is not None)
    return found


def _code(value: Any) -> Any:
    return value.get("code", "") if isinstance(value, Mapping) else value


def _box(column: Mapping[str, str], value: Any) -> Any:
    """Return a value as a box of the column holds it, None when it cannot."""
    if column.get("type", ColumnType.TEXT) == ColumnType.TEXT and isinstance(value, int | float):
        value = str(value)
    try:
        return check_box(column, value)
    except Invalid:
        return None


def _same(one: Any, other: Any) -> bool:
    """Return whether two boxes are equal; true is not 1."""
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)

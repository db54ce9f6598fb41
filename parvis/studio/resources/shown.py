"""How rows, sources and blocks are shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.block_impacts import ADDED, MOVED, REMOVED, Impact, QuestionChange
from parvis.catalogue.field_types import registry
from parvis.catalogue.list_queries import SourceState
from parvis.catalogue.lists.columns import write_box
from parvis.catalogue.models import ReferenceRow, ReferenceTable
from parvis.ui import words


@dataclass(frozen=True, slots=True)
class State:
    """A state as ``<c-chip>`` draws it, and what it does not say by itself."""

    word: str
    tone: str
    icon: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row of a table in its list."""

    key: int
    code: str
    label: str
    boxes: tuple[str, ...]
    state: State


def row_lines(table: ReferenceTable, rows: Iterable[ReferenceRow], today: date) -> list[RowLine]:
    """Return the rows of a table as its list shows them."""
    keys = [column["key"] for column in table.columns]
    return [
        RowLine(
            row.pk,
            row.code,
            row.label,
            tuple(write_box(row.columns.get(key)) for key in keys),
            _validity(row, today),
        )
        for row in rows
    ]


def source_state(one: SourceState) -> State:
    """Return how a source is."""
    source = one.source
    if not source.url:
        return State(_("sans adresse"), "waiting", "warning")
    if source.failures:
        return State(_("ne répond pas"), "late", "warning", source.failure)
    if source.answered_at is None:
        return State(_("jamais appelée"), "off", "clock")
    when = _("le %(moment)s") % {"moment": words.moment(source.answered_at)}
    return State(_("répond"), "done", "check", when)


def question_lines(fields: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the questions of a block with the words of their type."""
    return [
        {
            "label": field.get("label", field["key"]),
            "kind": registry.get(field["type"]).label,
            "required": field.get("required", True),
        }
        for field in fields
    ]


def change_words(change: QuestionChange) -> str:
    """Return what becomes of a question, in words."""
    said = {
        ADDED: _("ajoutée"),
        REMOVED: _("supprimée"),
        MOVED: _("déplacée"),
    }
    if change.kind in said:
        return said[change.kind]
    return _("modifiée : %(parts)s") % {"parts": ", ".join(change.parts)}


def change_lines(changes: Iterable[QuestionChange]) -> list[dict[str, str]]:
    """Return what becomes of each question of a block: its words, what happens to it."""
    return [{"label": each.label, "words": change_words(each)} for each in changes]


def impact_lines(found: Iterable[Impact], chosen: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Return what a block would change in each procedure; ``chosen`` are the ids of those it goes to."""
    ticked = set(chosen)
    return [
        {
            "impact": one,
            "chosen": str(one.procedure.pk) in ticked,
            "blocks": [{"place": place, "changes": change_lines(place.changes)} for place in one.blocks],
        }
        for one in found
    ]


def _validity(row: ReferenceRow, today: date) -> State:
    if row.valid_until is not None and row.valid_until < today:
        return State(_("terminée"), "off", "closed", _("le %(day)s") % {"day": _day(row.valid_until)})
    if row.valid_from is not None and row.valid_from > today:
        return State(_("à venir"), "waiting", "clock", _("le %(day)s") % {"day": _day(row.valid_from)})
    if row.valid_until is not None:
        until = _("jusqu’au %(day)s") % {"day": _day(row.valid_until)}
        return State(_("proposée"), "done", "check", until)
    return State(_("proposée"), "done", "check")


def _day(value: date) -> str:
    return words.date(value, weekday=False)

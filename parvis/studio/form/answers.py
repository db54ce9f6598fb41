"""The answers that a condition may read where it stands: those asked before it, and the day."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.composition.places import Document, FieldPlace, PagePlace, fields
from parvis.catalogue.field_types import registry
from parvis.catalogue.parts import Parts
from parvis.studio.form.comparisons import TODAY, Answer

_TIMES = frozenset({"date", "time", "date_time"})
_NUMBERS = frozenset({"number", "currency", "percentage"})
_YES_NO = frozenset({"yes_no", "agreement"})
_SEVERAL = frozenset({"multiple_choice", "ranking"})
_WHOLE = frozenset(
    {
        "file", "block", "table", "date_range", "duration", "map_point", "map_line", "map_area", "signature",
        "co_signature", "choice_grid", "table_choice", "appointment_wish", "quantity", "birth", "full_name",
    }
)  # fmt: skip


def answers_before(document: Document, place: FieldPlace | PagePlace | None) -> list[Answer]:
    """Return the answers that a condition of this question, or of this page, may read; all of them for None.

    A question of a repeated block reads its own row: only its neighbours read it.
    """
    found: list[Answer] = []
    block = place.block if isinstance(place, FieldPlace) else None
    for other in fields(document):
        if _reached(other, place):
            break
        if other.block is None or (block is not None and other.block.address == block.address):
            found.extend(answers_of(other))
    return [*found, Answer(TODAY, _("La date du jour"), "time")]


def kinds_by_path(answers: list[Answer]) -> dict[str, str]:
    """Return how each answer compares, by its path."""
    return {one.path: one.kind for one in answers}


def _reached(other: FieldPlace, place: FieldPlace | PagePlace | None) -> bool:
    if isinstance(place, FieldPlace):
        return other.address == place.address
    return place is not None and other.page.pointer >= place.pointer if _same_part(other, place) else False


def _same_part(other: FieldPlace, place: PagePlace | None) -> bool:
    return place is not None and other.page.part == place.part


def answers_of(place: FieldPlace) -> Iterator[Answer]:
    """Yield what a condition may read of one question: its answer, and the parts of it."""
    field = place.field
    code, key = field.get("type", ""), str(field["key"])
    if code not in registry or not registry.get(code).holds:
        return
    label = str(field.get("label") or key)
    kind = _kind(code)
    yield Answer(key, label, kind, tuple(_offered(field)) if kind in {"choice", "several"} else ())
    field_type = registry.get(code)
    if isinstance(field_type, Parts):
        for part in field_type.keys:
            yield Answer(f"{key}.{part}", _("%(label)s : %(part)s") % {"label": label, "part": part}, "text")


def _kind(code: str) -> str:
    families = (
        (_TIMES, "time"),
        (_NUMBERS, "number"),
        (_YES_NO, "yes_no"),
        (_SEVERAL, "several"),
        (_WHOLE, "whole"),
        ({"choice", "linked_choice"}, "choice"),
    )
    if code in registry and isinstance(registry.get(code), Parts):
        return "whole"
    return next((kind for codes, kind in families if code in codes), "text")


def _offered(field: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for option in field.get("options", ()):
        if isinstance(option, dict):
            yield str(option.get("value", "")), str(option.get("label", ""))

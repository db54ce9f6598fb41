"""The grids of w.c.s. as blocks of questions: a box for each row and column, or as many rows as one wants."""

from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.naming import cut, key_of
from parvis.catalogue.imports.publik import shapes
from parvis.catalogue.imports.publik.documents import Field
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.lists import written
from parvis.catalogue.imports.publik.made import Made
from parvis.catalogue.imports.publik.making import Making

MOST_BOXES = 100
MOST_ROWS = 50


def grid(one: Field, _key: str, making: Making) -> Made:
    """Return the block that a grid becomes. Raises NotUnderstood."""
    columns = one.items("columns")
    if not columns:
        raise NotUnderstood(_("cette grille n’a pas de colonne"))
    if one.type == "tablerows":
        making.changed(one.label, _("le tableau devient un bloc répété : une question par colonne"))
        repeat = {"min": 1 if one.is_required else 0, "max": MOST_ROWS}
        options = {
            "fields": _row(columns, one),
            "repeat": repeat,
        }
        return Made("block", shapes.block({}, repeated=True), options)
    rows = one.items("rows")
    if not rows or len(rows) * (len(columns) + 1) > MOST_BOXES:
        raise NotUnderstood(_("cette grille n’a pas de ligne, ou trop de cases"))
    making.changed(one.label, _("la grille devient un bloc : une question par case"))
    return Made("block", shapes.block({}, repeated=False), {"fields": _boxes(rows, columns, one)})


def _boxes(rows: list[str], columns: list[str], one: Field) -> list[dict[str, Any]]:
    fields: list[dict[str, Any]] = []
    taken: set[str] = set()
    for row in rows:
        heading: dict[str, Any] = {
            "key": key_of(f"titre {row}", taken),
            "type": "title",
            "label": cut(row, 300),
            "level": 4,
        }
        taken.add(heading["key"])
        fields.append(heading)
        for column in columns:
            box = _cell(f"{row} {column}", taken, one) | {"label": cut(f"{column}", 300), "required": False}
            taken.add(box["key"])
            fields.append(box)
    return fields


def _row(columns: list[str], one: Field) -> list[dict[str, Any]]:
    """Return the questions of a row, whose columns may bear the same name."""
    fields: list[dict[str, Any]] = []
    for index, column in enumerate(columns):
        taken = {field["key"] for field in fields}
        box: dict[str, Any] = {"key": key_of(column, taken), "type": "text", "label": cut(column, 300)}
        fields.append(box if index == 0 and one.is_required else {**box, "required": False})
    return fields


def _cell(words: str, taken: set[str], one: Field) -> dict[str, Any]:
    own: dict[str, Any] = {"key": key_of(words, taken), "type": "text"}
    if one.type == "table-select":
        own |= {"type": "choice", "options": written(one.items()).as_json(), "list": True}
    return own

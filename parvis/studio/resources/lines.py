"""Lines of a form that may be added and taken away without JavaScript: the columns of a list, parameters of a source.

The lines there are come first, then a few blank ones; what is left blank counts for nothing, a box takes a line away.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.catalogue.field_types import clean_line
from parvis.catalogue.imports.naming import key_of
from parvis.catalogue.lists.columns import OWN_NAMES
from parvis.catalogue.models import ColumnType
from parvis.ui.fields import Widget

MOST = 40
BLANK = 2


@dataclass(frozen=True)
class Box:
    """One box of a line: its name, its words, its choices if it has some."""

    name: str
    label: str | Promise
    options: tuple[tuple[str, str | Promise], ...] = ()


LABEL = Box("label", _("Nom de la colonne"))
TYPE = Box("type", _("Type"), tuple((str(kind.value), kind.label) for kind in ColumnType))
PATH = Box("path", _("Clé dans la réponse"))
NAME = Box("name", _("Nom du paramètre"))
FORMULA = Box("formula", _("Formule"))
COLUMNS, SOURCE_COLUMNS, PARAMETERS = (LABEL, TYPE), (LABEL, TYPE, PATH), (NAME, FORMULA)


@dataclass(frozen=True)
class Line:
    """A line as it is drawn. ``key`` is what names it for the product, empty on a blank line."""

    title: str
    key_name: str
    key: str
    widgets: tuple[Widget, ...]
    remove: str


def lines(prefix: str, boxes: Iterable[Box], held: Iterable[Mapping[str, str]]) -> list[Line]:
    """Return the lines to draw, blank ones at the end."""
    boxes = tuple(boxes)
    given = [*held, *({} for _blank in range(BLANK))]
    return [_line(f"{prefix}.{place}", boxes, values) for place, values in enumerate(given)]


def read_lines(data: QueryDict, prefix: str, boxes: Iterable[Box]) -> list[dict[str, str]]:
    """Return what was typed, without the blank lines nor those taken away; ``key`` is that of a line there was."""
    boxes = tuple(boxes)
    found = []
    for place in range(MOST):
        name = f"{prefix}.{place}"
        values = {box.name: clean_line(data.get(f"{name}.{box.name}", "")) for box in boxes}
        if values[boxes[0].name] and not data.get(f"{name}.remove"):
            found.append({"key": clean_line(data.get(f"{name}.key", "")), **values})
    return found


def with_keys(columns: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Return columns with a key each: the one they had, else one made of their name."""
    named: list[dict[str, str]] = []
    taken = set(OWN_NAMES)
    for column in columns:
        key = column["key"] or key_of(column["label"], taken, fallback="colonne")
        taken.add(key)
        named.append({**column, "key": key})
    return named


def _line(name: str, boxes: tuple[Box, ...], values: Mapping[str, str]) -> Line:
    title = values.get(boxes[0].name, "")
    return Line(
        title=title,
        key_name=f"{name}.key",
        key=values.get("key", ""),
        widgets=tuple(_widget(name, box, values) for box in boxes),
        remove=f"{name}.remove" if title else "",
    )


def _widget(name: str, box: Box, values: Mapping[str, str]) -> Widget:
    full = f"{name}.{box.name}"
    context = {
        "id": full.replace(".", "-"),
        "name": full,
        "label": box.label,
        "value": values.get(box.name, ""),
    }
    if not box.options:
        return Widget("fields/input.html", context)
    options = [{"value": value, "label": label} for value, label in box.options]
    chosen = values.get(box.name) or box.options[0][0]
    return Widget("fields/select.html", {**context, "value": chosen, "options": options, "empty_label": ""})

"""Boxes by which a builder fills the options of a question, made from the JSON Schema of each option.

A control reads what was typed and never fails at it; ``value`` makes JSON of it, or refuses it in words; ``shown`` is
the way back. What no control draws is written as JSON, so that no option of any type is out of reach.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.field_types import PostData, clean_line, clean_text
from parvis.common.errors import Invalid
from parvis.studio.form.choice_lines import as_lines, read_lines
from parvis.studio.form.option_words import Words, value_words
from parvis.ui.fields import Widget

LONGEST_LINE = 300


@dataclass(frozen=True)
class Control:
    """One box. ``name`` is the option's, ``schema`` what it may hold; a ``required`` one may not stay blank."""

    name: str
    schema: Mapping[str, Any]
    words: Words
    required: bool = False

    def read(self, data: PostData, name: str) -> Any:
        """Return what was typed."""
        return clean_line(data.get(name, ""))

    def value(self, typed: Any) -> Any:
        """Return the JSON of what was typed, None for nothing. Raises Invalid."""
        return typed or None

    def shown(self, value: Any) -> Any:
        """Return a value as it would be typed."""
        return "" if value is None else value

    def widget(self, name: str, typed: Any, errors: Sequence[str]) -> Widget:
        """Return how the box is drawn."""
        template, own = self.drawing(typed)
        common = {
            "id": f"q-{name.replace('.', '-')}",
            "name": name,
            "label": str(self.words.label),
            "help": str(self.words.help),
            "errors": list(errors),
            "required": self.required,
            "value": typed,
        }
        return Widget(f"fields/{template}.html", common | own)

    def drawing(self, typed: Any) -> tuple[str, dict[str, Any]]:
        """Return the template and its own keys."""
        return "input", {"unit": str(self.words.unit)}


class Paragraph(Control):
    """A text of several lines."""

    def read(self, data: PostData, name: str) -> Any:
        """Keep the lines."""
        return clean_text(data.get(name, ""))

    def drawing(self, typed: Any) -> tuple[str, dict[str, Any]]:
        """Draw as many lines as the text has, and some more."""
        return "textarea", {"rows": min(14, max(3, str(typed).count("\n") + 2))}


class Number(Control):
    """A number, whole when the schema says so."""

    def value(self, typed: Any) -> Any:
        """Read a number as it is written in French or not."""
        if not typed:
            return None
        plain = str(typed).replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace(",", ".")
        try:
            number = float(plain)
        except ValueError:
            raise Invalid({"": [_("Écrivez un nombre, par exemple 12.")]}) from None
        if number.is_integer():
            return int(number)
        if self.schema.get("type") == "integer":
            raise Invalid({"": [_("Écrivez un nombre entier, sans virgule.")]})
        return number

    def shown(self, value: Any) -> Any:
        """Write a comma."""
        return "" if value is None else str(value).replace(".", ",")

    def drawing(self, typed: Any) -> tuple[str, dict[str, Any]]:
        """Draw a short box."""
        return "input", {"kind": "number", "width": "6", "unit": str(self.words.unit)}


class Tick(Control):
    """Yes, or nothing."""

    def value(self, typed: Any) -> Any:
        """Say false only where nothing said means true."""
        if self.schema.get("default") is True:
            return None if typed else False
        return True if typed else None

    def shown(self, value: Any) -> Any:
        """Tick the box again."""
        return "yes" if (self.schema.get("default", False) if value is None else value) else ""

    def drawing(self, typed: Any) -> tuple[str, dict[str, Any]]:
        """Draw a box beside its words."""
        own = {"label": "", "text": str(self.words.label), "value": bool(typed), "required": True}
        return "checkbox", own


class OneOf(Control):
    """One value among those the schema lists."""

    def value(self, typed: Any) -> Any:
        """Return the value itself, which may be a number; what is not offered is left to the schema to refuse."""
        return next((one for one in self.schema["enum"] if str(one) == typed), typed or None)

    def shown(self, value: Any) -> Any:
        """Return the value as a text."""
        return "" if value is None else str(value)

    def drawing(self, typed: Any) -> tuple[str, dict[str, Any]]:
        """Draw a list."""
        options = [{"value": str(one), "label": value_words(self.words, one)} for one in self.schema["enum"]]
        return "select", {"options": options, "empty_label": _("Comme d’habitude")}


class SeveralOf(Control):
    """Several values among those the schema lists."""

    def read(self, data: PostData, name: str) -> Any:
        """Read every box ticked."""
        return [one for one in data.getlist(name) if isinstance(one, str)]

    def value(self, typed: Any) -> Any:
        """Keep the order of the schema."""
        offered = [one for one in self.schema["items"]["enum"] if one in typed]
        return offered or None

    def shown(self, value: Any) -> Any:
        """Tick the boxes again."""
        return list(value or ())

    def drawing(self, typed: Any) -> tuple[str, dict[str, Any]]:
        """Draw a box for each."""
        offered = self.schema["items"]["enum"]
        return "checkboxes", {
            "options": [{"value": one, "label": value_words(self.words, one)} for one in offered]
        }


class Lines(Paragraph):
    """A list of texts, one a line."""

    def value(self, typed: Any) -> Any:
        """Set blank lines aside."""
        return [line.strip() for line in typed.split("\n") if line.strip()] or None

    def shown(self, value: Any) -> Any:
        """Write one a line."""
        return "\n".join(str(one) for one in value or ())


class Choices(Paragraph):
    """A list of answers offered, one a line; values follow labels, and those already known are kept."""

    def value(self, typed: Any) -> Any:
        """Return the options, each with the value its line names, or one made of its label."""
        return read_lines(typed, nested=self._nested) or None

    def shown(self, value: Any) -> Any:
        """Write one a line."""
        return as_lines(value or ())

    @property
    def _nested(self) -> bool:
        return "options" in self.schema["items"].get("properties", {})


class Json(Paragraph):
    """Anything else, as JSON."""

    def value(self, typed: Any) -> Any:
        """Read JSON."""
        if not typed:
            return None
        try:
            return json.loads(typed)
        except ValueError:
            raise Invalid(
                {"": [_("Ce texte n’est pas du JSON. Vérifiez les guillemets et les virgules.")]}
            ) from None

    def shown(self, value: Any) -> Any:
        """Write JSON as people read it."""
        return "" if value is None else json.dumps(value, ensure_ascii=False, indent=2)


def in_former_order(control: Control, value: Any, former: Any) -> Any:
    """Return a list of boxes ticked as it was before when the same ones are: their order says nothing."""
    if isinstance(control, SeveralOf) and isinstance(former, list) and value and set(value) == set(former):
        return former
    return value


def control_of(name: str, schema: Mapping[str, Any], words: Words, *, required: bool = False) -> Control:
    """Return the control of an option."""
    return _class_of(schema)(name, schema, words, required)


def _class_of(schema: Mapping[str, Any]) -> type[Control]:
    if "enum" in schema:
        return OneOf
    match schema.get("type"):
        case "boolean":
            return Tick
        case "integer" | "number":
            return Number
        case "string":
            return Paragraph if schema.get("maxLength", 0) > LONGEST_LINE else Control
        case "array":
            return _class_of_list(schema.get("items", {}))
    return Json


def _class_of_list(items: Mapping[str, Any]) -> type[Control]:
    if "enum" in items:
        return SeveralOf
    if items.get("type") == "string":
        return Lines
    if {"value", "label"} <= items.get("properties", {}).keys() and _is_plain(items):
        return Choices
    return Json


def _is_plain(items: Mapping[str, Any]) -> bool:
    known: Mapping[str, Any] = items["properties"]
    return known.keys() <= {"value", "label", "help", "options"}

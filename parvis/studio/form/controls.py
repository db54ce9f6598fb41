"""Boxes by which a builder fills the options of a question, made from the JSON Schema of each option.

A control reads what was typed and never fails at it; ``value`` makes JSON of it, or refuses it in words; ``shown`` is
the way back. What no control draws is written as JSON, so that no option of any type is out of reach.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.field_types import PostData, clean_line, clean_text
from parvis.common.errors import Invalid
from parvis.studio.form.choice_lines import as_lines, read_lines
from parvis.studio.form.option_words import Words, part_words, value_words
from parvis.ui.fields import Widget

LONGEST_LINE = 300
Offered = Sequence[tuple[str, str]]
"""What a body has that an option may name: codes and their words."""


@dataclass(frozen=True)
class Control:
    """One box. ``name`` is the option's, ``schema`` what it may hold; a ``required`` one may not stay blank.

    ``offered`` is what the body has to choose from, for the options that name something of its own.
    """

    name: str
    schema: Mapping[str, Any]
    words: Words
    required: bool = False
    offered: Offered = field(default_factory=list)

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
        if self.words.usual:
            return None if typed else False
        return True if typed else None

    def shown(self, value: Any) -> Any:
        """Tick the box again."""
        return "yes" if (self.words.usual if value is None else value) else ""

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
    """Several values among those the schema lists: texts, or numbers between two bounds."""

    def read(self, data: PostData, name: str) -> Any:
        """Read every box ticked."""
        return [one for one in data.getlist(name) if isinstance(one, str)]

    def value(self, typed: Any) -> Any:
        """Keep the order of the schema."""
        return [one for one in self._offered if str(one) in typed] or None

    def shown(self, value: Any) -> Any:
        """Tick the boxes again."""
        return [str(one) for one in value or ()]

    def drawing(self, typed: Any) -> tuple[str, dict[str, Any]]:
        """Draw a box for each."""
        return "checkboxes", {
            "options": [{"value": str(one), "label": value_words(self.words, one)} for one in self._offered]
        }

    @property
    def _offered(self) -> list[Any]:
        items = self.schema["items"]
        return list(items.get("enum") or range(items["minimum"], items["maximum"] + 1))


class OneOffered(Control):
    """The code of something of the body: a table, a source."""

    def drawing(self, typed: Any) -> tuple[str, dict[str, Any]]:
        """Draw a list; a code that is no longer there stays, for the builder to see."""
        return "select", {"options": _with_gone(self.offered, [typed]), "empty_label": _("Aucune")}


class SeveralOffered(Control):
    """Codes of things of the body: its procedures."""

    def read(self, data: PostData, name: str) -> Any:
        """Read every box ticked."""
        return [one for one in data.getlist(name) if isinstance(one, str)]

    def shown(self, value: Any) -> Any:
        """Tick the boxes again."""
        return list(value or ())

    def drawing(self, typed: Any) -> tuple[str, dict[str, Any]]:
        """Draw a box for each."""
        return "checkboxes", {"options": _with_gone(self.offered, typed)}


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


class YesOrWords(Control):
    """Yes, or the words it is called by; nothing for no."""

    def value(self, typed: Any) -> Any:
        """Keep the words, unless they are the usual ones."""
        return True if typed == _("Autre") else typed or None

    def shown(self, value: Any) -> Any:
        """Write the words, the usual ones for yes."""
        return _("Autre") if value is True else value or ""


class Pairs(Paragraph):
    """Texts by name, one a line: « commune : ville »."""

    def value(self, typed: Any) -> Any:
        """Read a name, a colon, a text on each line."""
        found = {}
        for line in filter(None, map(str.strip, typed.split("\n"))):
            name, colon, text = (part.strip() for part in line.partition(":"))
            if not (name and colon and text):
                raise Invalid(
                    {"": [_("« %(line)s » : écrivez un nom, deux points, une formule.") % {"line": line}]}
                )
            found[name] = text
        return found or None

    def shown(self, value: Any) -> Any:
        """Write one a line."""
        return "\n".join(f"{name} : {text}" for name, text in (value or {}).items())


class Parts(Control):
    """An option made of several: a box for each, under a box to tick unless it is needed."""

    def read(self, data: PostData, name: str) -> Any:
        """Read each part; ``on`` says that the option is wanted."""
        own = {part: one.read(data, f"{name}.{part}") for part, one in self._controls.items()}
        return {"on": self.required or bool(data.get(f"{name}.on", "")), **own}

    def value(self, typed: Any) -> Any:
        """Return an object, None when the box is not ticked."""
        if not typed["on"]:
            return None
        made = {part: one.value(typed[part]) for part, one in self._controls.items()}
        return {part: value for part, value in made.items() if value is not None}

    def shown(self, value: Any) -> Any:
        """Fill each box."""
        own = {part: one.shown((value or {}).get(part)) for part, one in self._controls.items()}
        return {"on": value is not None, **own}

    def widget(self, name: str, typed: Any, errors: Sequence[str]) -> Widget:
        """Draw a group."""
        boxes = [one.widget(f"{name}.{part}", typed[part], ()) for part, one in self._controls.items()]
        if not self.required:
            tick = Tick("on", {}, Words(_("Oui, autant de fois qu’il faut")))
            boxes = [tick.widget(f"{name}.on", typed["on"], ()), *boxes]
        own = {"id": f"q-{name.replace('.', '-')}", "name": name, "label": str(self.words.label)}
        said = {"help": str(self.words.help), "errors": list(errors), "required": self.required}
        return Widget("fields/group.html", {**own, **said, "widgets": boxes})

    @cached_property
    def _controls(self) -> dict[str, Control]:
        return {
            part: control_of(part, schema, part_words(self.name, part))
            for part, schema in self.schema["properties"].items()
        }


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


def control_of(
    name: str,
    schema: Mapping[str, Any],
    words: Words,
    *,
    required: bool = False,
    offered: Offered | None = None,
) -> Control:
    """Return the control of an option; ``offered`` is what the body has to choose from, None for any other option."""
    if offered is None:
        return _class_of(schema)(name, schema, words, required)
    kind = SeveralOffered if schema.get("type") == "array" else OneOffered
    return kind(name, schema, words, required, offered)


def _with_gone(offered: Offered, held: Sequence[str]) -> list[dict[str, str]]:
    known = [{"value": code, "label": label} for code, label in offered]
    codes = {code for code, _label in offered}
    return [*known, *({"value": one, "label": one} for one in held if one and one not in codes)]


def _class_of(schema: Mapping[str, Any]) -> type[Control]:
    if "enum" in schema:
        return OneOf
    match schema.get("type"):
        case ["boolean", "string"]:
            return YesOrWords
        case "object":
            return _class_of_object(schema)
        case "boolean":
            return Tick
        case "integer" | "number":
            return Number
        case "string":
            return Paragraph if schema.get("maxLength", 0) > LONGEST_LINE else Control
        case "array":
            return _class_of_list(schema.get("items", {}))
    return Json


def _class_of_object(schema: Mapping[str, Any]) -> type[Control]:
    if (schema.get("additionalProperties") or {}) and schema["additionalProperties"].get("type") == "string":
        return Pairs
    held = [_class_of(one) for one in schema.get("properties", {}).values()]
    return Parts if held and not {Json, Parts} & set(held) else Json


def _class_of_list(items: Mapping[str, Any]) -> type[Control]:
    if "enum" in items or ({"minimum", "maximum"} <= items.keys() and items.get("type") == "integer"):
        return SeveralOf
    if items.get("type") == "string":
        return Lines
    if {"value", "label"} <= items.get("properties", {}).keys() and _is_plain(items):
        return Choices
    return Json


def _is_plain(items: Mapping[str, Any]) -> bool:
    known: Mapping[str, Any] = items["properties"]
    return known.keys() <= {"value", "label", "help", "options"}

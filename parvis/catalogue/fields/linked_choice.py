"""Two choices, the second of which depends on the first."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.choices import LABEL, OPTIONS, VALUE, doubles
from parvis.catalogue.field_types import (
    FieldType,
    PostData,
    Question,
    Widget,
    clean_line,
    inner,
    must_be,
    refuse,
    register,
)

BETWEEN = "/"
"""In what the second list posts, between the value of the first and its own: no value holds one."""


@register
class LinkedChoice(FieldType):
    """A value of ``options`` and one of its own ``options``: ``{"first", "second"}``. Options: ``first_label`` and
    ``second_label``. A first option without any of its own asks no second.

    Without JavaScript, the second list shows everything, by groups; what it says is then enough.
    """

    code, label = "linked_choice", gettext_lazy("choix liés")
    template = "fields/group.html"
    options: ClassVar[dict[str, Any]] = {
        "options": {
            **OPTIONS,
            "items": {
                "type": "object",
                "required": ["value", "label"],
                "additionalProperties": False,
                "properties": {"value": VALUE, "label": LABEL, "options": {**OPTIONS, "minItems": 0}},
            },
        },
        "first_label": LABEL,
        "second_label": LABEL,
    }
    required_options = ("options",)
    example_options: ClassVar[dict[str, Any]] = {
        "options": [
            {
                "value": "waste",
                "label": "Ordures",
                "options": [{"value": "bin", "label": "Bac"}, {"value": "dump", "label": "Décharge"}],
            },
            {"value": "noise", "label": "Bruit"},
        ]
    }
    example: ClassVar[Any] = {"first": "waste", "second": "dump"}

    def faults(self, options: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Two options of one value, at either level."""
        yield from doubles(options["options"], "options")
        for option in options["options"]:
            yield from doubles(option.get("options", []), "options")

    def empty(self, question: Question) -> Any:
        """Neither choice."""
        return {"first": "", "second": ""}

    def is_empty(self, value: Any) -> bool:
        """Return whether neither is made."""
        if isinstance(value, dict):
            return all(part in ("", None) for part in value.values())
        return super().is_empty(value)

    def lacking(self, question: Question) -> dict[str, list[str]]:
        """Ask for the first choice."""
        return {"first": [_("Choisissez une réponse.")]}

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Read both lists."""
        return {part: clean_line(data.get(f"{name}.{part}", ""))[:200] for part in ("first", "second")}

    def typed(self, question: Question, value: Any) -> Any:
        """Choose again in both lists."""
        chosen = value if isinstance(value, dict) else {}
        first, second = str(chosen.get("first") or ""), str(chosen.get("second") or "")
        return {"first": first, "second": f"{first}{BETWEEN}{second}" if second else ""}

    def parse(self, question: Question, typed: Any) -> Any:
        """Take the first choice from the second when it was left aside; refuse two that do not go together."""
        first, (group, between, second) = typed["first"], typed["second"].partition(BETWEEN)
        if not between:
            return {"first": first, "second": group}
        if first and first != group:
            # Another first choice was made since, and the script was not there to empty the second list.
            return {"first": first, "second": ""}
        return {"first": group, "second": second}

    def check(self, question: Question, value: Any) -> Any:
        """Refuse what was not offered, and a second choice that is missing."""
        must_be(value, dict)
        first, second = value.get("first") or "", value.get("second") or ""
        must_be(first, str)
        must_be(second, str)
        if value.keys() - {"first", "second"}:
            refuse(_("Cette réponse n’a pas la forme attendue."))
        offered = {option["value"]: option for option in question.options["options"]}
        if first not in offered:
            refuse(_("Choisissez une réponse de la liste."), "first")
        inner = {option["value"] for option in offered[first].get("options", [])}
        if inner and not second:
            refuse(
                _("Choisissez une réponse pour « %(label)s ».") % {"label": offered[first]["label"]}, "second"
            )
        if second and second not in inner:
            refuse(_("Choisissez une réponse de la liste."), "second")
        return {"first": first, "second": second}

    def to_text(self, question: Question, value: Any) -> str:
        """Return both labels, the first one first."""
        offered = {option["value"]: option for option in question.options["options"]}
        first = offered.get(value.get("first"), {"label": value.get("first")})
        inner = {option["value"]: option["label"] for option in first.get("options", [])}
        second = inner.get(value.get("second"), value.get("second"))
        return " – ".join(str(label) for label in (first["label"], second) if label)

    def schema(self, question: Question) -> dict[str, Any]:
        """An object of both values."""
        offered = question.options["options"]
        inner = {option["value"] for first in offered for option in first.get("options", [])}
        return {
            "type": "object",
            "additionalProperties": False,
            "required": ["first"],
            "properties": {
                "first": {"enum": [option["value"] for option in offered]},
                "second": {"enum": [*sorted(inner), ""]},
            },
        }

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Draw both lists, the second by groups."""
        group = super().widget(question, name, "", errors)
        chosen = typed if isinstance(typed, dict) else {}
        first_label = question.options.get("first_label") or _("Choix")
        second_label = question.options.get("second_label") or _("Précision")
        select = "fields/select.html"
        group.context["layout"] = "pair"
        group.context["widgets"] = [
            inner(
                select,
                f"{name}.first",
                first_label,
                chosen.get("first", ""),
                options=[
                    {"value": one["value"], "label": one["label"]} for one in question.options["options"]
                ],
                errors=errors.get("first", []),
            ),
            inner(
                select,
                f"{name}.second",
                second_label,
                chosen.get("second", ""),
                groups=_groups(question),
                errors=errors.get("second", []),
            ),
        ]
        return group


def _groups(question: Question) -> list[dict[str, Any]]:
    """Return the options of the second list, by those of the first."""
    return [
        {
            "value": first["value"],
            "label": first["label"],
            "options": [
                {"value": f"{first['value']}{BETWEEN}{one['value']}", "label": one["label"]}
                for one in first["options"]
            ],
        }
        for first in question.options["options"]
        if first.get("options")
    ]

"""A short text, on one line."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import FieldType, Question, at_most, clean_line, must_be, register

LONGEST = 300


@register
class Text(FieldType):
    """One line. Options: ``max_length`` (characters), ``width`` (of the box, in characters), ``autocomplete``."""

    code, label = "text", gettext_lazy("texte court")
    template = "fields/input.html"
    options: ClassVar[dict[str, Any]] = {
        "max_length": {"type": "integer", "minimum": 1, "maximum": 1000},
        "width": {"enum": ["2", "4", "6", "10", "20"]},
        "autocomplete": {"type": "string", "pattern": "^[a-z0-9 -]{1,60}$"},
    }
    example = "Chêne"

    def check(self, question: Question, value: Any) -> Any:
        """Refuse a text that is too long."""
        must_be(value, str)
        return at_most(clean_line(value), question.options.get("max_length", LONGEST))

    def schema(self, question: Question) -> dict[str, Any]:
        """A string of limited length."""
        return {"type": "string", "maxLength": question.options.get("max_length", LONGEST)}

    def context(self, question: Question) -> dict[str, Any]:
        """An input of text."""
        return {
            "kind": "text",
            "max_length": question.options.get("max_length", LONGEST),
            "width": question.options.get("width", ""),
            "autocomplete": question.options.get("autocomplete", ""),
        }

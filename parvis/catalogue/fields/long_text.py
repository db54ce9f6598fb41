"""A text of several lines."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import (
    FieldType,
    PostData,
    Question,
    at_least,
    at_most,
    clean_text,
    must_be,
    register,
)

LONGEST = 5000


@register
class LongText(FieldType):
    """Several lines. Options: ``min_length``, ``max_length`` (characters), ``rows`` (height of the box)."""

    code, label = "long_text", gettext_lazy("texte long")
    template = "fields/textarea.html"
    page_reader = "lines"
    options: ClassVar[dict[str, Any]] = {
        "min_length": {"type": "integer", "minimum": 1, "maximum": 5000},
        "max_length": {"type": "integer", "minimum": 1, "maximum": 50000},
        "rows": {"type": "integer", "minimum": 2, "maximum": 30},
    }
    example = "Premier point.\n\nSecond point."

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Keep the lines."""
        return clean_text(data.get(name, ""))

    def check(self, question: Question, value: Any) -> Any:
        """Refuse a text that is too short or too long."""
        must_be(value, str)
        text = at_most(clean_text(value), question.options.get("max_length", LONGEST))
        return at_least(text, question.options.get("min_length", 0))

    def schema(self, question: Question) -> dict[str, Any]:
        """A string of limited length."""
        return {"type": "string", "maxLength": question.options.get("max_length", LONGEST)}

    def page_options(self, question: Question) -> dict[str, Any]:
        """How long it may be."""
        most = question.options.get("max_length", LONGEST)
        return {"least": question.options.get("min_length", 0), "most": most}

    def page_words(self, question: Question) -> dict[str, Any]:
        """The text itself."""
        return {"as": "text"}

    def context(self, question: Question) -> dict[str, Any]:
        """A box, with a counter only when the builder set a limit."""
        return {
            "rows": question.options.get("rows", 6),
            "max_length": question.options.get("max_length", 0),
        }

"""A short text, on one line."""

from collections.abc import Iterator
from random import Random
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import FieldType, Question, at_least, at_most, clean_line, must_be, register
from parvis.catalogue.patterns import (
    OPTIONS,
    follow_pattern,
    page_pattern,
    pattern_faults,
    sample_of_pattern,
)

LONGEST = 300


@register
class Text(FieldType):
    """One line. Options: ``min_length`` and ``max_length`` (characters), ``pattern`` (of the whole text) with the
    ``message`` said when it is not followed, ``width`` (of the box, in characters), ``autocomplete``.
    """

    code, label = "text", gettext_lazy("texte court")
    template = "fields/input.html"
    page_reader = "text"
    options: ClassVar[dict[str, Any]] = {
        "min_length": {"type": "integer", "minimum": 1, "maximum": 1000},
        "max_length": {"type": "integer", "minimum": 1, "maximum": 1000},
        "width": {"enum": ["2", "4", "6", "10", "20"]},
        "autocomplete": {"type": "string", "pattern": "^[a-z0-9 -]{1,60}$"},
        **OPTIONS,
    }
    example = "Chêne"

    def check(self, question: Question, value: Any) -> Any:
        """Refuse a text that is too short, too long, or of another form."""
        must_be(value, str)
        text = at_most(clean_line(value), question.options.get("max_length", LONGEST))
        at_least(text, question.options.get("min_length", 0))
        return follow_pattern(question, text)

    def sample(self, question: Question, luck: Random) -> Any:
        """Return a text that follows the pattern, a few words when there is none."""
        return sample_of_pattern(question, luck) or super().sample(question, luck)

    def faults(self, options: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """A pattern that cannot be read."""
        return pattern_faults(options)

    def schema(self, question: Question) -> dict[str, Any]:
        """A string of limited length."""
        return {"type": "string", "maxLength": question.options.get("max_length", LONGEST)}

    def page_options(self, question: Question) -> dict[str, Any]:
        """How long it may be, and its pattern."""
        return {
            "least": question.options.get("min_length", 0),
            "most": question.options.get("max_length", LONGEST),
            **page_pattern(question),
        }

    def page_words(self, question: Question) -> dict[str, Any]:
        """The text itself."""
        return {"as": "text"}

    def context(self, question: Question) -> dict[str, Any]:
        """An input of text."""
        return {
            "kind": "text",
            "max_length": question.options.get("max_length", LONGEST),
            "width": question.options.get("width", ""),
            "autocomplete": question.options.get("autocomplete", ""),
        }

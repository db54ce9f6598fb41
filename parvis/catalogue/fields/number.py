"""A number."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue import numbers
from parvis.catalogue.field_types import FieldType, Question, register


@register
class Number(FieldType):
    """A quantity. Options: ``decimals`` (0: whole), ``min``, ``max``, ``unit``.

    Whole numbers are integers in expressions, others are doubles; unanswered, null: no comparison holds.
    """

    code, label = "number", gettext_lazy("nombre")
    template = "fields/input.html"
    page_reader = "number"
    options: ClassVar[dict[str, Any]] = {
        "decimals": {"type": "integer", "minimum": 0, "maximum": 6},
        **numbers.BOUNDS,
        "unit": {"type": "string", "maxLength": 20},
    }
    example = 12

    def empty(self, question: Question) -> Any:
        """Null: neither small nor large."""
        return None

    def missing(self) -> str:
        """Say what is asked."""
        return _("Écrivez un nombre.")

    def typed(self, question: Question, value: Any) -> Any:
        """Fill the page with the number as it is written in French."""
        return numbers.boxed(value)

    def parse(self, question: Question, typed: Any) -> Any:
        """Read « 1 234,5 »."""
        exact = numbers.parsed(typed)
        return None if exact is None else numbers.as_number(exact, question.options.get("decimals", 0))

    def check(self, question: Question, value: Any) -> Any:
        """Refuse a number out of bounds, or with more decimals than asked."""
        decimals = question.options.get("decimals", 0)
        exact = numbers.checked(value, question.options, decimals)
        return float(exact) if decimals else int(exact)

    def to_text(self, question: Question, value: Any) -> str:
        """Return « 1 234,5 m »."""
        return numbers.written(value, unit=question.options.get("unit", ""))

    def schema(self, question: Question) -> dict[str, Any]:
        """A number within its bounds."""
        kind = "number" if question.options.get("decimals") else "integer"
        return {"type": kind, **numbers.bounds_schema(question.options)}

    def page_options(self, question: Question) -> dict[str, Any]:
        """Its decimals and its bounds."""
        return numbers.page_bounds(question.options)

    def page_words(self, question: Question) -> dict[str, Any]:
        """The number and its unit."""
        return numbers.page_words(question.options.get("unit", ""))

    def context(self, question: Question) -> dict[str, Any]:
        """A text box with a numeric keyboard: spinners change answers when one scrolls over them."""
        return {
            "kind": "text",
            "inputmode": "decimal" if question.options.get("decimals") else "numeric",
            "width": "10",
            "unit": question.options.get("unit", ""),
        }

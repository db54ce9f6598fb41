"""A share out of a hundred."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue import numbers
from parvis.catalogue.field_types import FieldType, Question, register

WITHIN = {"min": 0, "max": 100}


@register
class Percentage(FieldType):
    """« 12,5 % » is kept as 12.5. Options: ``decimals`` (0: whole), ``min`` and ``max`` (0 and 100 unless said)."""

    code, label = "percentage", gettext_lazy("pourcentage")
    template = "fields/input.html"
    page_reader = "number"
    options: ClassVar[dict[str, Any]] = {
        "decimals": {"type": "integer", "minimum": 0, "maximum": 4},
        **numbers.BOUNDS,
    }
    example = 12

    def empty(self, question: Question) -> Any:
        """Null: neither small nor large."""
        return None

    def missing(self) -> str:
        """Say what is asked."""
        return _("Écrivez un pourcentage, par exemple 20.")

    def typed(self, question: Question, value: Any) -> Any:
        """Fill the box without its sign."""
        return numbers.boxed(value)

    def parse(self, question: Question, typed: Any) -> Any:
        """Read « 12,5 » or « 12,5 % »."""
        exact = numbers.parsed(typed.removesuffix("%").strip() if isinstance(typed, str) else typed)
        return None if exact is None else numbers.as_number(exact, question.options.get("decimals", 0))

    def check(self, question: Question, value: Any) -> Any:
        """Refuse a share out of bounds."""
        decimals = question.options.get("decimals", 0)
        exact = numbers.checked(value, WITHIN | question.options, decimals)
        return float(exact) if decimals else int(exact)

    def to_text(self, question: Question, value: Any) -> str:
        """Return « 12,5 % »."""
        return numbers.written(value, unit="%")

    def schema(self, question: Question) -> dict[str, Any]:
        """A number between the bounds."""
        kind = "number" if question.options.get("decimals") else "integer"
        return {"type": kind, **numbers.bounds_schema(WITHIN | question.options)}

    def page_options(self, question: Question) -> dict[str, Any]:
        """Its decimals, its bounds, its sign."""
        return {**numbers.page_bounds(WITHIN | question.options), "sign": "%"}

    def page_words(self, question: Question) -> dict[str, Any]:
        """The number and its sign."""
        return numbers.page_words("%")

    def context(self, question: Question) -> dict[str, Any]:
        """A short box, its sign beside it."""
        return {"inputmode": "decimal", "width": "6", "unit": "%"}

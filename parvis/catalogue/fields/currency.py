"""An amount of money."""

import re
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue import numbers
from parvis.catalogue.field_types import FieldType, Question, must_be, refuse, register

SIGN = "€"


@register
class Currency(FieldType):
    """Euros and cents, kept as « 1234.50 »: a text, for a double would lose cents. Options: ``min``, ``max``.

    In an expression, ``number(amount)`` reads it. An amount below zero is taken only if ``min`` says so.
    """

    code, label = "currency", gettext_lazy("montant en euros")
    template = "fields/input.html"
    page_reader = "amount"
    options: ClassVar[dict[str, Any]] = numbers.BOUNDS
    example = "1234.50"

    def missing(self) -> str:
        """Say what is asked."""
        return _("Écrivez un montant en euros.")

    def typed(self, question: Question, value: Any) -> Any:
        """Fill the box as people write it."""
        return value.replace(".", ",") if isinstance(value, str) else ""

    def parse(self, question: Question, typed: Any) -> Any:
        """Read « 1 234,5 » or « 12 € »."""
        exact = numbers.parsed(typed.removesuffix(SIGN).strip() if isinstance(typed, str) else typed)
        return "" if exact is None else f"{exact:f}"

    def check(self, question: Question, value: Any) -> Any:
        """Refuse parts of a cent and amounts out of bounds."""
        must_be(value, str)
        if not re.fullmatch(r"-?\d{1,15}(\.\d{1,20})?", value, re.ASCII):
            refuse(_("Écrivez un montant en chiffres, par exemple 12,50."))
        exact = Decimal(value)
        if exact != round(exact, 2):
            refuse(_("Écrivez deux chiffres au plus après la virgule."))
        numbers.in_bounds(exact, {"min": 0, **question.options}, unit=SIGN)
        return f"{exact if exact else abs(exact):.2f}"

    def to_text(self, question: Question, value: Any) -> str:
        """Return « 1 234,50 € »."""
        return numbers.written(Decimal(value), decimals=2, unit=SIGN)

    def schema(self, question: Question) -> dict[str, Any]:
        """A text: « 1234.50 »."""
        return {"type": "string", "pattern": r"^-?\d{1,15}(\.\d{1,2})?$", "examples": ["1234.50"]}

    def page_options(self, question: Question) -> dict[str, Any]:
        """Its bounds and its sign."""
        return {**numbers.page_bounds({"min": 0, **question.options}), "sign": SIGN}

    def page_words(self, question: Question) -> dict[str, Any]:
        """The amount and its sign."""
        return numbers.page_words(SIGN)

    def context(self, question: Question) -> dict[str, Any]:
        """A short box, the sign of euro beside it."""
        return {"inputmode": "decimal", "width": "10", "unit": SIGN}

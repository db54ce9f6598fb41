"""A number."""

import re
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import FieldType, Question, must_be, refuse, register

# Beyond, JSON readers (JavaScript's) no longer tell one whole number from the next.
LARGEST = 2**53 - 1


@register
class Number(FieldType):
    """A quantity. Options: ``decimals`` (0: whole), ``min``, ``max``, ``unit``.

    Whole numbers are integers in expressions, others are doubles; unanswered, null: no comparison holds.
    """

    code, label = "number", gettext_lazy("nombre")
    template = "fields/input.html"
    options: ClassVar[dict[str, Any]] = {
        "decimals": {"type": "integer", "minimum": 0, "maximum": 6},
        "min": {"type": "number"},
        "max": {"type": "number"},
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
        return "" if value is None else str(value).replace(".", ",")

    def parse(self, question: Question, typed: Any) -> Any:
        """Read « 1 234,5 »."""
        if not isinstance(typed, str) or not typed:
            return None
        plain = re.sub(r"\s", "", typed).replace(",", ".")
        if not re.fullmatch(r"[+-]?\d{1,20}(\.\d{1,20})?", plain, re.ASCII):
            refuse(_("Écrivez un nombre en chiffres, par exemple 12."))
        if not question.options.get("decimals") and plain.lstrip("+-").isdigit():
            return int(plain)
        return float(plain)

    def check(self, question: Question, value: Any) -> Any:
        """Refuse a number out of bounds, or with more decimals than asked."""
        must_be(value, (int, float))
        if not abs(value) <= LARGEST:
            refuse(_("Ce nombre est trop grand."))
        exact = Decimal(str(value))
        decimals = question.options.get("decimals", 0)
        if exact != round(exact, decimals):
            refuse(
                _("Écrivez un nombre avec %(count)d chiffres au plus après la virgule.") % {"count": decimals}
                if decimals
                else _("Écrivez un nombre entier, sans virgule.")
            )
        self._check_bounds(question, exact)
        return float(exact) if decimals else int(exact)

    def _check_bounds(self, question: Question, exact: Decimal) -> None:
        least, most = question.options.get("min"), question.options.get("max")
        if least is not None and exact < Decimal(str(least)):
            refuse(_("Écrivez un nombre égal ou supérieur à %(least)s.") % {"least": number_format(least)})
        if most is not None and exact > Decimal(str(most)):
            refuse(_("Écrivez un nombre égal ou inférieur à %(most)s.") % {"most": number_format(most)})

    def to_text(self, question: Question, value: Any) -> str:
        """Return « 1 234,5 m »."""
        written = number_format(value, use_l10n=True, force_grouping=True)
        unit = question.options.get("unit", "")
        return f"{written}\u00a0{unit}" if unit else str(written)

    def schema(self, question: Question) -> dict[str, Any]:
        """A number within its bounds."""
        bounds = {"minimum": question.options.get("min"), "maximum": question.options.get("max")}
        kind = "number" if question.options.get("decimals") else "integer"
        return {"type": kind} | {name: bound for name, bound in bounds.items() if bound is not None}

    def context(self, question: Question) -> dict[str, Any]:
        """A text box with a numeric keyboard: spinners change answers when one scrolls over them."""
        return {
            "kind": "text",
            "inputmode": "decimal" if question.options.get("decimals") else "numeric",
            "width": "10",
            "unit": question.options.get("unit", ""),
        }

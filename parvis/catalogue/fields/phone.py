"""A phone number."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.contacts import checked_phone, readable_phone
from parvis.catalogue.field_types import FieldType, Question, must_be, register
from parvis.common.personal_data import Category


@register
class Phone(FieldType):
    """A number, French or with its country's prefix, kept in the form machines dial (E.164)."""

    code, label = "phone", gettext_lazy("numéro de téléphone")
    template = "fields/input.html"
    category = Category.CONTACT
    example: ClassVar[Any] = "+33612345678"

    def missing(self) -> str:
        """Say what is asked."""
        return _("Écrivez votre numéro de téléphone.")

    def typed(self, question: Question, value: Any) -> Any:
        """Fill the page with the number as people write it."""
        return readable_phone(value) if isinstance(value, str) else ""

    def check(self, question: Question, value: Any) -> Any:
        """Refuse a number that cannot exist."""
        must_be(value, str)
        return checked_phone(value)

    def to_text(self, question: Question, value: Any) -> str:
        """Return the number as people read it."""
        return readable_phone(value)

    def schema(self, question: Question) -> dict[str, Any]:
        """A string; the API takes what people write too."""
        return {"type": "string", "maxLength": 40, "examples": ["+33612345678"]}

    def context(self, question: Question) -> dict[str, Any]:
        """An input of telephone, filled by the browser."""
        return {"kind": "tel", "autocomplete": "tel", "width": "20"}

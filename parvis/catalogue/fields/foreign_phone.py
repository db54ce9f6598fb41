"""A phone number of any country."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.contacts import checked_foreign_phone, readable_phone
from parvis.catalogue.field_types import FieldType, Question, must_be, register
from parvis.common.personal_data import Category


@register
class ForeignPhone(FieldType):
    """A number with its country's prefix, kept in the form machines dial (E.164)."""

    code, label = "foreign_phone", gettext_lazy("numéro de téléphone étranger")
    template = "fields/input.html"
    category = Category.CONTACT
    example: ClassVar[Any] = "+3225066211"

    def missing(self) -> str:
        """Say what is asked."""
        return _("Écrivez le numéro de téléphone, avec l’indicatif du pays.")

    def typed(self, question: Question, value: Any) -> Any:
        """Fill the box with the number as people write it, its prefix always shown."""
        return readable_phone(value, prefixed=True) if isinstance(value, str) else ""

    def check(self, question: Question, value: Any) -> Any:
        """Refuse a number without prefix, or that cannot exist."""
        must_be(value, str)
        return checked_foreign_phone(value)

    def to_text(self, question: Question, value: Any) -> str:
        """Return the number as people read it, with its prefix."""
        return readable_phone(value, prefixed=True)

    def schema(self, question: Question) -> dict[str, Any]:
        """A text; the API takes what people write too."""
        return {"type": "string", "maxLength": 40, "examples": [self.example]}

    def context(self, question: Question) -> dict[str, Any]:
        """An input of telephone, filled by the browser with its prefix."""
        return {"kind": "tel", "autocomplete": "tel", "width": "20"}

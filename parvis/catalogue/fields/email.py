"""An e-mail address."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.contacts import checked_email
from parvis.catalogue.field_types import FieldType, Question, must_be, register
from parvis.common.personal_data import Category


@register
class Email(FieldType):
    """An address to write to."""

    code, label = "email", gettext_lazy("adresse e-mail")
    template = "fields/input.html"
    category = Category.CONTACT
    example: ClassVar[Any] = "jeanne.martin@exemple.fr"

    def missing(self) -> str:
        """Say what is asked."""
        return _("Écrivez votre adresse e-mail.")

    def check(self, question: Question, value: Any) -> Any:
        """Refuse what is no address."""
        must_be(value, str)
        return checked_email(value)

    def schema(self, question: Question) -> dict[str, Any]:
        """An address in the sense of JSON Schema."""
        return {"type": "string", "format": "email", "maxLength": 254}

    def context(self, question: Question) -> dict[str, Any]:
        """An input of e-mail, filled by the browser."""
        return {"kind": "email", "autocomplete": "email", "max_length": 254}

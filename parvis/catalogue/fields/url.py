"""The address of a page of the web."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import FieldType, Question, at_most, clean_line, must_be, refuse, register

LONGEST = 2000
_validate = URLValidator(schemes=["http", "https"])


@register
class Url(FieldType):
    """« www.exemple.fr/page » is kept with its scheme. Only the web's: an agent may follow it without fear."""

    code, label = "url", gettext_lazy("adresse d’un site")
    template = "fields/input.html"
    example = "https://exemple.fr/page"

    def missing(self) -> str:
        """Say what is asked."""
        return _("Écrivez l’adresse du site, par exemple www.exemple.fr.")

    def check(self, question: Question, value: Any) -> Any:
        """Refuse what is no address."""
        must_be(value, str)
        address = clean_line(value)
        if "://" not in address:
            address = f"https://{address}"
        at_most(address, LONGEST)
        try:
            _validate(address)
        except ValidationError:
            refuse(_("Écrivez une adresse complète, par exemple www.exemple.fr/page."))
        return address

    def schema(self, question: Question) -> dict[str, Any]:
        """A text; the scheme may be left out."""
        return {"type": "string", "maxLength": LONGEST, "examples": [self.example]}

    def context(self, question: Question) -> dict[str, Any]:
        """An input of address, without suggestions of spelling."""
        return {"kind": "text", "inputmode": "url", "autocomplete": "url"}

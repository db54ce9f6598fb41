"""A postal address."""

import re
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import Question, refuse, register
from parvis.catalogue.parts import Part, Parts
from parvis.common.personal_data import Category


def checked_postcode(text: str, part: str) -> str:
    """Return a French postcode, or refuse it."""
    postcode = text.replace(" ", "")
    if not re.fullmatch(r"\d{5}", postcode, re.ASCII):
        refuse(_("Écrivez un code postal de cinq chiffres, par exemple 14000."), part)
    return postcode


@register
class Address(Parts):
    """Where letters go. Option ``abroad``: a country may be given, and the postcode is then free."""

    code, label = "address", gettext_lazy("adresse postale")
    category = Category.CONTACT
    keys = ("street", "complement", "postcode", "city", "country")
    options: ClassVar[dict[str, Any]] = {"abroad": {"type": "boolean"}}
    example: ClassVar[Any] = {
        "street": "12 rue des Lilas",
        "complement": "",
        "postcode": "14000",
        "city": "Caen",
        "country": "",
    }

    def parts(self, question: Question) -> tuple[Part, ...]:
        """Return the lines of an address."""
        abroad = question.options.get("abroad", False)
        lines = (
            Part(
                "street",
                _("Numéro et rue"),
                _("Écrivez le numéro et la rue."),
                drawing=_fill("address-line1"),
            ),
            Part(
                "complement",
                _("Complément d’adresse"),
                required=False,
                drawing=_fill("address-line2"),
            ),
            Part(
                "postcode",
                _("Code postal"),
                _("Écrivez le code postal."),
                checked=None if abroad else checked_postcode,
                longest=12,
                drawing=_fill("postal-code") | {"width": "6"},
            ),
            Part("city", _("Ville"), _("Écrivez la ville."), drawing=_fill("address-level2")),
        )
        country = Part("country", _("Pays"), required=False, drawing=_fill("country-name"))
        return (*lines, country) if abroad else lines

    def to_text(self, question: Question, value: Any) -> str:
        """Return the lines as on an envelope."""
        town = f"{value.get('postcode', '')} {value.get('city', '')}".strip()
        lines = (value.get("street"), value.get("complement"), town, value.get("country"))
        return "\n".join(line for line in lines if line)


def _fill(token: str) -> dict[str, Any]:
    """Return what lets the browser fill the box (WCAG 1.3.5)."""
    return {"autocomplete": token}

"""A school, by its number in the national register."""

import re
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import Question, refuse, register
from parvis.catalogue.parts import Part, Parts

# The remainder of the seven digits by 23 gives the letter; I, O and Q are left out (Éducation nationale, RAMSESE).
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


@register
class School(Parts):
    """A school by its UAI, once called RNE, whose letter is verified: ``{"number", "name"}``. Option
    ``number_optional``: parents know the name, seldom the number.
    """

    code, label = "school", gettext_lazy("établissement scolaire (UAI)")
    keys = ("number", "name")
    options: ClassVar[dict[str, Any]] = {"number_optional": {"type": "boolean"}}
    example: ClassVar[Any] = {"number": "0141234R", "name": "Jules Verne"}

    def parts(self, question: Question) -> tuple[Part, ...]:
        """Return the number and the name; whichever is sure comes first."""
        optional = question.options.get("number_optional", False)
        number = Part(
            "number",
            _("Numéro UAI (7 chiffres et une lettre)"),
            _("Écrivez le numéro UAI de l’établissement."),
            required=not optional,
            checked=_checked_uai,
            drawing={"width": "10"},
        )
        name = Part(
            "name", _("Nom de l’établissement"), _("Écrivez le nom de l’établissement."), required=optional
        )
        return (name, number) if optional else (number, name)

    def to_text(self, question: Question, value: Any) -> str:
        """Return the name, then the number."""
        return "\n".join(line for line in (value.get("name"), value.get("number")) if line)


def _checked_uai(text: str, part: str) -> str:
    number = re.sub(r"[\s.-]", "", text).upper()
    if not re.fullmatch(r"\d{7}[A-Z]", number, re.ASCII):
        refuse(_("Écrivez sept chiffres et une lettre, par exemple 0141234R."), part)
    if LETTERS[int(number[:7]) % len(LETTERS)] != number[7]:
        refuse(_("Ce numéro UAI n’existe pas. Vérifiez chaque chiffre et la lettre."), part)
    return number

"""An association, by its number in the national directory."""

import re
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.fr import siren

from parvis.catalogue.field_types import Question, refuse, register
from parvis.catalogue.parts import Part, Parts

# « W », the two signs of the sub-prefecture's department (2A, 9R for La Réunion…), seven digits: the « Répertoire
# national des associations », order of 14 October 2009. Associations of Alsace-Moselle have none: they give a SIREN.
_RNA = re.compile(r"W\d[0-9A-Z]\d{7}", re.ASCII)


@register
class Association(Parts):
    """An association by its RNA (« W141000123 ») or its SIREN: ``{"number", "name"}``. Option ``number_optional``: one
    that was not declared yet has none.
    """

    code, label = "association", gettext_lazy("association (RNA)")
    keys = ("number", "name")
    options: ClassVar[dict[str, Any]] = {"number_optional": {"type": "boolean"}}
    example: ClassVar[Any] = {"number": "W141000123", "name": "Les Amis du lavoir"}

    def parts(self, question: Question) -> tuple[Part, ...]:
        """Return the number and the name."""
        return (
            Part(
                "number",
                _("Numéro RNA (W et 9 chiffres) ou SIREN"),
                _("Écrivez le numéro RNA : il est sur le récépissé de la préfecture."),
                required=not question.options.get("number_optional", False),
                checked=_checked_number,
                drawing={"width": "20"},
            ),
            Part(
                "name",
                _("Nom de l’association"),
                _("Écrivez le nom de l’association."),
                drawing={"autocomplete": "organization"},
            ),
        )

    def to_text(self, question: Question, value: Any) -> str:
        """Return the name, then the number."""
        return "\n".join(line for line in (value.get("name"), value.get("number")) if line)


def _checked_number(text: str, part: str) -> str:
    number = re.sub(r"[\s.-]", "", text).upper()
    if _RNA.fullmatch(number):
        return number
    if not (len(number) == 9 and siren.is_valid(number)):
        refuse(_("Écrivez W et neuf chiffres, par exemple W141000123, ou les neuf chiffres du SIREN."), part)
    return number

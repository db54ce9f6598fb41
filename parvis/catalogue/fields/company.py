"""A company or an association, by its number in the SIRENE register."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.fr import siren, siret

from parvis.catalogue.field_types import Question, refuse, register
from parvis.catalogue.parts import Part, Parts
from parvis.people.numbers import spaced

LENGTHS = {"siren": 9, "siret": 14}


@register
class Company(Parts):
    """A legal person. Option ``number``: the « siret » of an establishment (default), or the « siren ».

    The check digits are verified (those of La Poste's establishments have their own rule); the register itself is
    not asked.
    """

    code, label = "company", gettext_lazy("entreprise ou association")
    keys = ("number", "name")
    options: ClassVar[dict[str, Any]] = {"number": {"enum": ["siret", "siren"]}}
    example: ClassVar[Any] = {"number": "73282932000074", "name": "Atelier du bois"}

    def parts(self, question: Question) -> tuple[Part, ...]:
        """Return the number and the name."""
        kind = question.options.get("number", "siret")
        checked = _checked_siret if kind == "siret" else _checked_siren
        label = _("Numéro SIRET (14 chiffres)") if kind == "siret" else _("Numéro SIREN (9 chiffres)")
        return (
            Part(
                "number",
                label,
                _("Écrivez le numéro."),
                checked=checked,
                shown=spaced,
                drawing={"inputmode": "numeric", "width": "20"},
            ),
            Part("name", _("Nom"), _("Écrivez le nom."), drawing={"autocomplete": "organization"}),
        )


def _digits(text: str, part: str, length: int) -> str:
    digits = "".join(text.replace(".", " ").split())
    if not (digits.isascii() and digits.isdigit() and len(digits) == length):
        refuse(_("Écrivez les %(length)d chiffres du numéro.") % {"length": length}, part)
    return digits


def _checked_siren(text: str, part: str) -> str:
    number = _digits(text, part, LENGTHS["siren"])
    if not siren.is_valid(number):
        refuse(_("Ce numéro SIREN n’existe pas. Vérifiez chaque chiffre."), part)
    return number


def _checked_siret(text: str, part: str) -> str:
    number = _digits(text, part, LENGTHS["siret"])
    if not siret.is_valid(number):
        refuse(_("Ce numéro SIRET n’existe pas. Vérifiez chaque chiffre."), part)
    return number

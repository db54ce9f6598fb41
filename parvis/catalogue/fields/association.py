"""An association, by its number in the national directory."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import Question, refuse, register
from parvis.catalogue.parts import Part, Parts
from parvis.people.numbers import association_number, company_number


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
    number = association_number(text) or company_number(text)
    if len(number) not in {9, 10}:
        refuse(_("Écrivez W et neuf chiffres, par exemple W141000123, ou les neuf chiffres du SIREN."), part)
    return number

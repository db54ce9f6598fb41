"""A natural person."""

from dataclasses import replace
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.contacts import (
    CIVILITIES,
    checked_civility,
    checked_email,
    checked_phone,
    readable_phone,
    shown_civility,
)
from parvis.catalogue.field_types import Question, refuse, register
from parvis.catalogue.parts import Part, Parts
from parvis.common.personal_data import Category

KEYS = ("civility", "first_name", "last_name", "email", "phone")
PART = {"enum": list(KEYS)}


@register
class Person(Parts):
    """Someone, by what is asked of them and no more (RGPD, art. 5: minimisation).

    Options: ``asks`` (parts asked, all but civility unless said), ``optional`` (parts that may stay blank, the phone
    unless said), ``one_of`` (at least one of these optional parts).
    """

    code, label = "person", gettext_lazy("personne")
    category = Category.IDENTITY
    keys = KEYS
    options: ClassVar[dict[str, Any]] = {
        "asks": {"type": "array", "minItems": 1, "uniqueItems": True, "items": PART},
        "optional": {"type": "array", "uniqueItems": True, "items": PART},
        "one_of": {"type": "array", "minItems": 2, "uniqueItems": True, "items": PART},
    }
    example: ClassVar[Any] = {
        "civility": "",
        "first_name": "Jeanne",
        "last_name": "Martin",
        "email": "jeanne.martin@exemple.fr",
        "phone": "+33612345678",
    }

    def parts(self, question: Question) -> tuple[Part, ...]:
        """Return the boxes asked, in the usual order."""
        asked = question.options.get("asks", KEYS[1:])
        optional = {*question.options.get("optional", ["phone"]), *question.options.get("one_of", [])}
        parts = (part for part in _all_parts() if part.key in asked)
        return tuple(replace(part, required=part.key not in optional) for part in parts)

    def check_whole(self, question: Question, value: dict[str, str]) -> None:
        """Refuse when none of the ways to be reached is given."""
        one_of = question.options.get("one_of", [])
        if one_of and not any(value[key] for key in one_of):
            labels = [part.label.lower() for part in self.parts(question) if part.key in one_of]
            refuse(_("Donnez au moins une réponse : %(parts)s.") % {"parts": ", ".join(labels)}, one_of[0])

    def to_text(self, question: Question, value: Any) -> str:
        """Return the name on a line, then how to reach the person."""
        name = (shown_civility(value.get("civility", "")), value.get("first_name"), value.get("last_name"))
        lines = (
            " ".join(word for word in name if word),
            value.get("email"),
            readable_phone(value.get("phone") or ""),
        )
        return "\n".join(line for line in lines if line)


def _all_parts() -> tuple[Part, ...]:
    """Return every box, in the language of the moment."""
    civilities = [{"value": value, "label": label} for value, label in CIVILITIES.items()]
    return (
        Part(
            "civility",
            _("Civilité"),
            _("Choisissez une civilité."),
            checked=checked_civility,
            template="fields/radios.html",
            drawing={"options": civilities},
        ),
        Part("first_name", _("Prénom"), _("Écrivez le prénom."), drawing={"autocomplete": "given-name"}),
        Part("last_name", _("Nom"), _("Écrivez le nom."), drawing={"autocomplete": "family-name"}),
        Part(
            "email",
            _("Adresse e-mail"),
            _("Écrivez l’adresse e-mail."),
            checked=checked_email,
            longest=254,
            drawing={"kind": "email", "autocomplete": "email"},
        ),
        Part(
            "phone",
            _("Téléphone"),
            _("Écrivez le numéro de téléphone."),
            checked=checked_phone,
            shown=readable_phone,
            drawing={"kind": "tel", "autocomplete": "tel", "width": "20"},
        ),
    )

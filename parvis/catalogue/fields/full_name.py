"""The name of a natural person."""

from dataclasses import replace
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.contacts import CIVILITIES, checked_civility, shown_civility
from parvis.catalogue.field_types import Question, register
from parvis.catalogue.parts import Part, Parts
from parvis.common.personal_data import Category

KEYS = ("civility", "first_name", "last_name", "birth_name")
PART = {"enum": list(KEYS)}


@register
class FullName(Parts):
    """A name and nothing to reach the person by. Options: ``asks`` (parts asked: first and last name unless said),
    ``optional`` (parts that may stay blank: the civility and the birth name unless said).

    The name in use is ``last_name``; the one of the birth certificate is asked only where the law needs it.
    """

    code, label = "full_name", gettext_lazy("nom d’une personne")
    category = Category.IDENTITY
    keys = KEYS
    options: ClassVar[dict[str, Any]] = {
        "asks": {"type": "array", "minItems": 1, "uniqueItems": True, "items": PART},
        "optional": {"type": "array", "uniqueItems": True, "items": PART},
    }
    example: ClassVar[Any] = {
        "civility": "",
        "first_name": "Jeanne",
        "last_name": "Martin",
        "birth_name": "",
    }

    def parts(self, question: Question) -> tuple[Part, ...]:
        """Return the boxes asked, in the usual order."""
        asked = question.options.get("asks", ["first_name", "last_name"])
        optional = question.options.get("optional", ["civility", "birth_name"])
        return tuple(
            replace(part, required=part.key not in optional) for part in _all_parts() if part.key in asked
        )

    def to_text(self, question: Question, value: Any) -> str:
        """Return « Madame Jeanne Martin, née Durand » without a guess of gender: « nom de naissance : Durand »."""
        words = (shown_civility(value.get("civility", "")), value.get("first_name"), value.get("last_name"))
        name = " ".join(word for word in words if word)
        if not value.get("birth_name"):
            return name
        birth_name = _("nom de naissance : %(name)s") % {"name": value["birth_name"]}
        return f"{name} ({birth_name})" if name else birth_name


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
        Part("birth_name", _("Nom de naissance"), _("Écrivez le nom de naissance.")),
    )

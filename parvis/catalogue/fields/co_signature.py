"""The signature of another person, asked of them by e-mail."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.contacts import checked_email
from parvis.catalogue.field_types import Question, register
from parvis.catalogue.parts import Part, Parts
from parvis.common.personal_data import Category


@register
class CoSignature(Parts):
    """Who must sign too: ``{"name", "email"}``. Once the demand is sent, the room of cases writes to them; the demand
    does not wait.

    Options: ``statement`` (what they sign), ``share_answers`` (true: they read the answers before they sign),
    ``days`` (how long they may, 30), ``remind_after`` (days before the only reminder, 7).
    """

    code, label = "co_signature", gettext_lazy("signature d’une autre personne")
    category = Category.CONTACT
    asks_another = True
    keys = ("name", "email")
    options: ClassVar[dict[str, Any]] = {
        "statement": {"type": "string", "minLength": 1, "maxLength": 1000},
        "share_answers": {"type": "boolean"},
        "days": {"type": "integer", "minimum": 1, "maximum": 365},
        "remind_after": {"type": "integer", "minimum": 1, "maximum": 365},
    }
    example: ClassVar[Any] = {"name": "Ali Haddad", "email": "ali.haddad@exemple.fr"}

    def parts(self, question: Question) -> tuple[Part, ...]:
        """Return the name and the address: nothing here is filled by the browser, which knows only its own person."""
        return (
            Part(
                "name",
                _("Prénom et nom de la personne qui doit signer"),
                _("Écrivez le prénom et le nom de la personne qui doit signer."),
                longest=150,
                drawing={"autocomplete": "off"},
            ),
            Part(
                "email",
                _("Son adresse e-mail"),
                _("Écrivez son adresse e-mail : nous lui envoyons un lien pour signer."),
                checked=checked_email,
                longest=254,
                drawing={"kind": "email", "autocomplete": "off"},
            ),
        )

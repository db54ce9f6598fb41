"""The form of the profile."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from parvis.people.models import Person, PreferredChannel
from parvis.people.services.profile import Profile

_BOXES = ("first_name", "last_name", "email", "phone", "postal_address", "preferred_channel")


def read_profile(posted: QueryDict) -> Profile:
    """Return what was typed."""
    typed: dict[str, Any] = {name: posted.get(name, "") for name in _BOXES}
    return Profile(
        **typed, consents=_is_ticked(posted, "consent"), tells_opening=_is_ticked(posted, "opening")
    )


def profile_fields(
    person: Person, posted: QueryDict, errors: Mapping[str, list[str]]
) -> list[dict[str, Any]]:
    """Return the widgets, with what was typed when something was refused."""
    channels = [{"value": value, "label": capfirst(label)} for value, label in PreferredChannel.choices]
    own: list[tuple[str, str, dict[str, Any]]] = [
        ("first_name", "input", {"label": _("Prénom"), "autocomplete": "given-name", "required": False}),
        ("last_name", "input", {"label": _("Nom"), "autocomplete": "family-name", "required": False}),
        ("email", "input", {"label": _("Adresse e-mail"), "kind": "email", "autocomplete": "email"}),
        (
            "phone",
            "input",
            {"label": _("Téléphone"), "kind": "tel", "autocomplete": "tel", "required": False},
        ),
        (
            "postal_address",
            "textarea",
            {"label": _("Adresse postale"), "rows": 3, "autocomplete": "street-address", "required": False},
        ),
        (
            "preferred_channel",
            "radios",
            {"label": _("Comment voulez-vous recevoir nos réponses ?"), "options": channels},
        ),
    ]
    fields = []
    for name, kind, context in own:
        value = posted.get(name, "") if posted else getattr(person, name)
        context |= {"id": name, "name": name, "value": value, "errors": errors.get(name, [])}
        fields.append({"template": f"fields/{kind}.html", "context": context})
    return [*fields, _consent(person, posted), _opening(person, posted)]


def _consent(person: Person, posted: QueryDict) -> dict[str, Any]:
    return _box(
        "consent",
        label=_("Recevoir les décisions sans papier"),
        help=_(
            "Sans votre accord, une décision vous est aussi envoyée par courrier. Vous pouvez changer d’avis."
        ),
        text=_("J’accepte de recevoir les décisions par voie électronique."),
        value=_is_ticked(posted, "consent") if posted else person.electronic_consent_at is not None,
    )


def _opening(person: Person, posted: QueryDict) -> dict[str, Any]:
    return _box(
        "opening",
        label=_("Dire que vous avez lu"),
        help=_(
            "Un bouton « J’ai lu » s’affiche alors sur vos demandes. Sans votre accord, le service ne sait rien "
            "de ce que vous ouvrez."
        ),
        text=_("Je veux pouvoir dire que j’ai lu les messages du service."),
        value=_is_ticked(posted, "opening") if posted else person.opening_agreed_at is not None,
    )


def _box(name: str, **context: Any) -> dict[str, Any]:
    return {
        "template": "fields/checkbox.html",
        "context": {"id": name, "name": name, "required": False, **context},
    }


def _is_ticked(posted: QueryDict, name: str) -> bool:
    return posted.get(name) == "yes"

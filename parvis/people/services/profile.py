"""What a person says of themselves in their space."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from parvis.common import clock
from parvis.common.errors import Invalid
from parvis.people.models import Person, PreferredChannel

_LONGEST = {"first_name": 100, "last_name": 100, "phone": 32, "postal_address": 500}


@dataclass(frozen=True, kw_only=True)
class Profile:
    """How a person is named and reached; ``consents`` is their agreement to electronic exchanges."""

    first_name: str
    last_name: str
    email: str
    phone: str
    postal_address: str
    preferred_channel: str
    consents: bool


@transaction.atomic
def change_profile(*, person_id: UUID, profile: Profile) -> Person:
    """Write a person's own words. A consent keeps its first date, and is taken back at any time. Raises Invalid."""
    errors = _errors(profile)
    if errors:
        raise Invalid(errors)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    for name in ("first_name", "last_name", "email", "phone", "postal_address", "preferred_channel"):
        setattr(person, name, getattr(profile, name).strip())
    if not profile.consents:
        person.electronic_consent_at = None
    elif person.electronic_consent_at is None:
        person.electronic_consent_at = clock.now()
    person.save()
    return person


def _errors(profile: Profile) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for name, longest in _LONGEST.items():
        if len(getattr(profile, name)) > longest:
            errors[name] = [_("Écrivez au plus %(longest)d caractères.") % {"longest": longest}]
    try:
        validate_email(profile.email.strip())
    except ValidationError:
        errors["email"] = [_("Écrivez une adresse e-mail complète, par exemple nom@exemple.fr.")]
    lacking = {
        PreferredChannel.PHONE: ("phone", _("Donnez un numéro pour être appelé.")),
        PreferredChannel.POST: ("postal_address", _("Donnez une adresse pour recevoir du courrier.")),
    }
    if profile.preferred_channel not in PreferredChannel.values:
        errors["preferred_channel"] = [_("Choisissez une réponse de la liste.")]
    elif profile.preferred_channel in lacking:
        name, sentence = lacking[PreferredChannel(profile.preferred_channel)]
        if not getattr(profile, name).strip():
            errors.setdefault(name, []).append(sentence)
    return errors

"""What a person says of themselves in their space."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from parvis.common.errors import Invalid
from parvis.common.events import publish
from parvis.people.events import PersonChanged
from parvis.people.models import ChoiceSource, Person, PreferredChannel
from parvis.people.services.channel_choices import Choice, keep_choice, take_choice
from parvis.people.services.contacts import follow_main

_LONGEST = {"first_name": 100, "last_name": 100, "phone": 32, "postal_address": 500}


@dataclass(frozen=True, kw_only=True)
class Profile:
    """How a person is named and reached; ``consents`` is their agreement to electronic exchanges, ``tells_opening``
    to our knowing whether they opened a message.
    """

    first_name: str
    last_name: str
    email: str
    phone: str
    postal_address: str
    preferred_channel: str
    consents: bool
    tells_opening: bool = False


@transaction.atomic
def change_profile(*, person_id: UUID, profile: Profile) -> Person:
    """Write a person's own words, and keep what they chose as its proof. Raises Invalid."""
    errors = _errors(profile)
    if errors:
        raise Invalid(errors)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    for name in ("first_name", "last_name", "email", "phone", "postal_address"):
        setattr(person, name, getattr(profile, name).strip())
    choice = Choice(
        preferred_channel=profile.preferred_channel,
        consents=profile.consents,
        tells_opening=profile.tells_opening,
    )
    take_choice(person, choice)
    person.save()
    follow_main(person)
    publish(PersonChanged(person_id=person_id))
    keep_choice(person, choice, ChoiceSource.SPACE)
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
        PreferredChannel.SMS: ("phone", _("Donnez un numéro de téléphone mobile pour recevoir des SMS.")),
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

"""How a person wants to be answered: said by them, or by an agent who has the proof of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.common import actor, clock
from parvis.common.errors import Invalid
from parvis.people.models import ChannelChoice, ChoiceSource, Person, PreferredChannel

_NEEDS = {
    PreferredChannel.EMAIL: ("email", gettext_lazy("Il manque une adresse e-mail.")),
    PreferredChannel.SMS: ("phone", gettext_lazy("Il manque un numéro de téléphone mobile.")),
    PreferredChannel.PHONE: ("phone", gettext_lazy("Il manque un numéro de téléphone.")),
    PreferredChannel.POST: ("postal_address", gettext_lazy("Il manque une adresse postale.")),
}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a person chose: the channel, whether decisions may be without paper, whether opening may be known."""

    preferred_channel: str
    consents: bool
    tells_opening: bool = False


@transaction.atomic
def note_choice(
    *,
    person_id: UUID,
    choice: Choice,
    source: ChoiceSource,
    proof: str = "",
    proof_file: UUID | None = None,
) -> ChannelChoice:
    """Note what a person told an agent about how to answer them. Raises Invalid, NotFound.

    The caller has checked that the agent may. A consent without proof is refused: an agent must be able to show it.
    """
    with actor.admitting(person_id):
        person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
        errors = _refused(person, choice, proof, proof_file)
        if errors:
            raise Invalid(errors)
        take_choice(person, choice)
        person.save(update_fields=["preferred_channel", "electronic_consent_at", "opening_agreed_at"])
        return keep_choice(person, choice, source, proof=proof, proof_file=proof_file)


@transaction.atomic
def choose(*, person_id: UUID, choice: Choice, source: ChoiceSource) -> ChannelChoice:
    """Keep what a signed-in person chose themselves. Raises Invalid when they gave no address for it."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    errors = _unreachable(person, choice)
    if errors:
        raise Invalid(errors)
    take_choice(person, choice)
    person.save(update_fields=["preferred_channel", "electronic_consent_at", "opening_agreed_at"])
    return keep_choice(person, choice, source)


def take_choice(person: Person, choice: Choice) -> None:
    """Put a choice on a person, in memory. A consent keeps its first date, and is taken back at any time."""
    now = clock.now()
    person.preferred_channel = choice.preferred_channel
    person.electronic_consent_at = (person.electronic_consent_at or now) if choice.consents else None
    person.opening_agreed_at = (person.opening_agreed_at or now) if choice.tells_opening else None


def keep_choice(
    person: Person,
    choice: Choice,
    source: ChoiceSource,
    *,
    proof: str = "",
    proof_file: UUID | None = None,
    at: datetime | None = None,
) -> ChannelChoice:
    """Write a choice down, with who noted it; ``at``: said then, now if None.

    Nothing is written when it is the last one again, without new proof.
    """
    last = person.channel_choices.first()
    said = (choice.preferred_channel, choice.consents, choice.tells_opening)
    if last and not proof and (last.preferred_channel, last.consents, last.tells_opening) == said:
        return last
    return ChannelChoice.objects.create(
        person=person,
        chosen_at=at or clock.now(),
        preferred_channel=choice.preferred_channel,
        consents=choice.consents,
        tells_opening=choice.tells_opening,
        source=source,
        proof=proof.strip()[:300],
        proof_file=proof_file,
        agent_id=actor.current().agent,
    )


def _unreachable(person: Person, choice: Choice) -> dict[str, list[str]]:
    if choice.preferred_channel not in PreferredChannel.values:
        return {"preferred_channel": [_("Choisissez une réponse de la liste.")]}
    lacking = _NEEDS.get(PreferredChannel(choice.preferred_channel))
    return {"preferred_channel": [str(lacking[1])]} if lacking and not getattr(person, lacking[0]) else {}


def _refused(person: Person, choice: Choice, proof: str, proof_file: UUID | None) -> dict[str, list[str]]:
    errors = _unreachable(person, choice)
    newly = choice.consents and person.electronic_consent_at is None
    if newly and not (proof.strip() or proof_file):
        errors["proof"] = [_("Dites comment la personne a donné son accord : il faut pouvoir le montrer.")]
    return errors

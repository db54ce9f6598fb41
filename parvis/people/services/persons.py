"""Verbs on persons."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from parvis.common import actor, clock
from parvis.common.events import publish
from parvis.common.ids import new_id
from parvis.common.postgresql import rows
from parvis.people.events import PersonChanged
from parvis.people.models import Person, PersonKind, PreferredChannel


@dataclass(frozen=True, kw_only=True)
class PersonDetails:
    """What is known of a person when a case is lodged; empty text where nothing is known."""

    kind: str = PersonKind.NATURAL
    civility: str = ""
    first_name: str = ""
    last_name: str = ""
    company_name: str = ""
    siret: str = ""
    rna: str = ""
    birth_date: date | None = None
    email: str = ""
    phone: str = ""
    postal_address: str = ""
    preferred_channel: str = PreferredChannel.EMAIL
    electronic_consent_at: datetime | None = None
    language: str = "fr"

    @classmethod
    def of(cls, known: dict[str, Any]) -> "PersonDetails":
        """Keep of a mapping the keys that are ours."""
        names = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in known.items() if name in names and value is not None})


@transaction.atomic(savepoint=False)
def record_person(
    *, details: PersonDetails, account_id: int | None = None, key: UUID | None = None
) -> Person:
    """Record someone who asks. The current actor sees the row until the end of the transaction only if it proved it.

    ``key`` is the id to give, when the caller has proved it already. One insertion: it needs no savepoint.
    """
    person = Person(id=key or new_id(), account_id=account_id, created_at=clock.now(), **_as_dict(details))
    with actor.admitting(person.id):
        rows.insert([person])
    return person


@transaction.atomic
def complete_person(*, person_id: UUID, details: PersonDetails) -> None:
    """Fill what is still unknown of a signed-in person from a deposit; never overwrites what they once gave."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    changed = [name for name, value in _as_dict(details).items() if value and not getattr(person, name)]
    for name in changed:
        setattr(person, name, getattr(details, name))
    if changed:
        person.save(update_fields=changed)
        publish(PersonChanged(person_id=person_id))


@transaction.atomic
def amend_person(*, person_id: UUID, details: PersonDetails) -> Person:
    """Put right what a person without account said of themselves; a signed-in person's profile is theirs to change.

    What the correction leaves out stays as it was.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    given = {name: value for name, value in _as_dict(details).items() if value and name in _OWN}
    changed = [name for name, value in given.items() if value != getattr(person, name)]
    if person.account_id is None and changed:
        for name in changed:
            setattr(person, name, given[name])
        person.save(update_fields=changed)
        publish(PersonChanged(person_id=person_id))
    return person


_OWN = frozenset({"civility", "first_name", "last_name", "company_name", "email", "phone"})


def _as_dict(details: PersonDetails) -> dict[str, Any]:
    return {field.name: getattr(details, field.name) for field in fields(details)}

"""Residents sign in by an identity provider: the person it proved is found again, else made."""

import hashlib
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from parvis.common import actor, clock
from parvis.common.ids import new_id
from parvis.people.models import Person, ProvedIdentity
from parvis.people.queries import kept
from parvis.people.services.persons import PersonDetails, complete_person, record_person


@transaction.atomic
def identify(*, provider: str, subject: str, told: dict[str, Any], person_id: UUID | None = None) -> Person:
    """Return the person of a provider's subject; ``person_id`` is who is signed in already, by e-mail for instance.

    A merged person is returned as they were, like by ``sign_in``; what is told completes the one they are now.

    A subject never seen is tied to who is signed in, else to a new person. An e-mail address that a provider tells
    finds nobody: it proves nothing of who reads that box.
    """
    digest = hashlib.sha256(f"{provider} {subject}".encode()).hexdigest()
    known = _person_of(provider, digest)
    if known is None:
        known = person_id or record_person(details=_details(told)).pk
        if not _tie(known, provider, digest):  # twice at the same moment
            known = _person_of(provider, digest) or known
    whose = kept(known)
    with actor.admitting(known, whose):
        complete_person(person_id=whose, details=_details(told))
        return Person.objects.get(pk=known)


def _details(told: dict[str, Any]) -> PersonDetails:
    names = {"first_name": 100, "last_name": 100, "email": 254, "phone": 32}
    known: dict[str, Any] = {name: str(told.get(name, ""))[:longest] for name, longest in names.items()}
    return PersonDetails.of(known | {"birth_date": _day(told.get("birth_date"))})


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _tie(person_id: UUID, provider: str, digest: str) -> bool:
    identity = ProvedIdentity(
        id=new_id(), person_id=person_id, provider=provider, subject=digest, created_at=clock.now()
    )
    try:
        with transaction.atomic(), actor.admitting(person_id):
            identity.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def _person_of(provider: str, digest: str) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT parvis_person_of_identity(%s, %s)", [provider, digest])
        found: UUID | None = cursor.fetchone()[0]
    return found

"""Reads of persons, under the actor's scope."""

from uuid import UUID

from django.db import connection

from parvis.people.models import ChannelChoice, ContactPoint, PersonLook


def kept(person_id: UUID) -> UUID:
    """Return whose space a person's is now: theirs, or that of the one they were merged into. An id, nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT parvis_person_kept(%s)", [person_id])
        found: UUID | None = cursor.fetchone()[0]
    return found or person_id


def choices_of(person_id: UUID) -> list[ChannelChoice]:
    """Return what a person said of how to answer them, the last first."""
    return list(ChannelChoice.objects.filter(person_id=person_id).select_related("agent"))


def is_proved_of(person_id: UUID, value: str) -> bool:
    """Say whether an address or a number, as ``contacts.normal`` writes it, was proved to be a person's."""
    return ContactPoint.objects.filter(person_id=person_id, value=value, verified_at__isnull=False).exists()


def looks_at(person_id: UUID, *, limit: int = 100) -> list[PersonLook]:
    """Return who opened a person's file, the last first; only the person themselves reads it."""
    return list(PersonLook.objects.filter(person_id=person_id)[:limit])

"""Reads of persons, under the actor's scope."""

from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q

from parvis.people.access import of_one
from parvis.people.models import ChannelChoice, ContactPoint, Person, PersonLook, PersonMerge, PersonTie


def kept(person_id: UUID) -> UUID:
    """Return whose space a person's is now: theirs, or that of the one they were merged into. An id, nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT parvis_person_kept(%s)", [person_id])
        found: UUID | None = cursor.fetchone()[0]
    return found or person_id


def choices_of(person_id: UUID) -> list[ChannelChoice]:
    """Return what a person said of how to answer them, the last first."""
    return list(ChannelChoice.objects.filter(of_one("person", person_id)).select_related("agent"))


def is_proved_of(person_id: UUID, value: str) -> bool:
    """Say whether an address or a number, as ``contacts.normal`` writes it, was proved to be a person's."""
    points = ContactPoint.objects.filter(of_one("person", person_id))
    return points.filter(value=value, verified_at__isnull=False).exists()


def looks_at(person_id: UUID, *, limit: int = 100) -> list[PersonLook]:
    """Return who opened a person's file, the last first; only the person themselves reads it.

    Those at the file of another while the two were one are theirs too, without the words said of that other.
    """
    while_one = PersonMerge.objects.filter(
        Q(undone_at=None) | Q(undone_at__gte=OuterRef("looked_at")),
        absorbed_id=person_id,
        kept_id=OuterRef("person_id"),
        merged_at__lte=OuterRef("looked_at"),
    )
    family = {person_id, *Person.objects.filter(merged_into_id=person_id).values_list("pk", flat=True)}
    found = list(PersonLook.objects.filter(Q(Exists(while_one)) | Q(person_id__in=family))[:limit])
    for look in found:
        if look.person_id not in family:
            look.detail = ""
    return found


def merges_of(person_id: UUID) -> list[PersonMerge]:
    """Return the merges of a person that the actor sees, undone ones included, the last first."""
    mine = Q(kept_id=person_id) | Q(absorbed_id=person_id)
    return list(PersonMerge.objects.filter(mine))


def ties_of(person_id: UUID) -> list[PersonTie]:
    """Return who acts for a person and for whom they act, those in force first."""
    mine = of_one("who", person_id) | of_one("whom", person_id)
    return list(PersonTie.objects.filter(mine).order_by(F("until").desc(nulls_first=True), "-since"))

"""Reads of persons, under the actor's scope."""

from uuid import UUID

from parvis.people.models import ChannelChoice


def choices_of(person_id: UUID) -> list[ChannelChoice]:
    """Return what a person said of how to answer them, the last first."""
    return list(ChannelChoice.objects.filter(person_id=person_id).select_related("agent"))

"""Who may see a person: themselves, and whoever treats one of their demands (row security says it again)."""

from uuid import UUID

from parvis.common.errors import NotFound
from parvis.people.models import Person


def get_person(person_id: UUID) -> Person:
    """Return a person that the current actor sees. Raises NotFound."""
    try:
        return Person.objects.get(pk=person_id)
    except Person.DoesNotExist:
        raise NotFound from None

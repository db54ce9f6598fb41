"""Who may see a person: themselves, and whoever treats one of their demands (row security says it again)."""

from uuid import UUID

from parvis.common.errors import NotFound
from parvis.people.models import ContactPoint, Person


def get_person(person_id: UUID) -> Person:
    """Return a person that the current actor sees. Raises NotFound."""
    try:
        return Person.objects.get(pk=person_id)
    except Person.DoesNotExist:
        raise NotFound from None


def get_contact(person_id: UUID, contact_id: UUID) -> ContactPoint:
    """Return an address or a number of a person that the current actor sees. Raises NotFound."""
    try:
        return ContactPoint.objects.get(pk=contact_id, person_id=person_id)
    except ContactPoint.DoesNotExist:
        raise NotFound from None

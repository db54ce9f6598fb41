"""Who may see a person: themselves, and whoever treats one of their demands (row security says it again)."""

from uuid import UUID

from django.db.models import Q

from parvis.common.errors import NotFound
from parvis.people.models import ContactPoint, Person, PersonMerge


def get_person(person_id: UUID) -> Person:
    """Return a person that the current actor sees. Raises NotFound."""
    try:
        return Person.objects.get(pk=person_id)
    except Person.DoesNotExist:
        raise NotFound from None


def get_contact(person_id: UUID, contact_id: UUID) -> ContactPoint:
    """Return an address or a number of a person that the current actor sees. Raises NotFound."""
    try:
        return ContactPoint.objects.filter(of_one("person", person_id)).get(pk=contact_id)
    except ContactPoint.DoesNotExist:
        raise NotFound from None


def get_merge(merge_id: UUID) -> PersonMerge:
    """Return a merge of persons that the current actor sees. Raises NotFound."""
    try:
        return PersonMerge.objects.select_related("kept", "absorbed").get(pk=merge_id)
    except PersonMerge.DoesNotExist:
        raise NotFound from None


def of_one(name: str, person_id: UUID) -> Q:
    """Return the filter of what is a person's, and of those merged into them; ``name`` is the key to the person."""
    absorbed = Person.objects.filter(merged_into_id=person_id).values("pk")
    return Q(**{f"{name}_id": person_id}) | Q(**{f"{name}_id__in": absorbed})

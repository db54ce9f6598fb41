"""Reads of persons by their demands: pairs that may be one, what a merge would move. Under the actor's scope."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from parvis.cases.models import Case, PersonDouble
from parvis.people.likeness import REASONS
from parvis.people.models import Person

_SURE, _LIKELY = 90, 75


@dataclass(frozen=True, slots=True)
class Pair:
    """Two persons that may be one, as pages write it: reasons in words, how sure it is in a code."""

    double: PersonDouble
    reasons: list[str]
    sureness: str

    @property
    def persons(self) -> tuple[Person, Person]:
        """Return both, the one who came first first."""
        one, other = sorted((self.double.first, self.double.second), key=lambda who: (who.created_at, who.pk))
        return one, other


def doubles(*, limit: int = 50) -> list[Pair]:
    """Return the pairs that the actor's teams know and nobody closed, the surest first."""
    return [_pair(double) for double in _open().order_by("-score", "found_at")[:limit]]


def doubles_of(person_id: UUID) -> list[Pair]:
    """Return those who may be the same as a person, the surest first."""
    own = _open().filter(Q(first_id=person_id) | Q(second_id=person_id))
    return [_pair(double) for double in own.order_by("-score", "found_at")[:10]]


def count_of_person(person_id: UUID) -> int:
    """Return how many demands of a person the actor sees."""
    return Case.objects.filter(person_id=person_id).count()


def _open() -> QuerySet[PersonDouble]:
    pairs = PersonDouble.objects.filter(refused_at=None, first__merged_into=None, second__merged_into=None)
    return pairs.select_related("first", "second")


def _pair(double: PersonDouble) -> Pair:
    sureness = "sure" if double.score >= _SURE else "likely" if double.score >= _LIKELY else "possible"
    return Pair(double, [str(REASONS[code]) for code in double.reasons if code in REASONS], sureness)

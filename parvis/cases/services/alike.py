"""Persons that may be one: found by a job from what changed, kept for an agent to look at. Nothing is ever merged here.

Whoever lodges a demand without account is a new person: most pairs are someone who came twice. Who is compared with
whom is read by ``parvis_people_alike``, within the actor's own teams; how alike they are is ``people.likeness``.
"""

from collections import defaultdict
from uuid import UUID

from django.db import connection, transaction

from parvis.cases.access import can_merge_persons, require
from parvis.cases.models import Participation, PersonDouble
from parvis.common import actor, clock
from parvis.common.errors import NotFound
from parvis.common.ids import new_id
from parvis.organisations.access import AgentSession
from parvis.people.likeness import SHOWN_FROM, Traits, likeness, traits
from parvis.people.models import ContactPoint, Person

BATCH, MOST_BATCHES = 200, 50
"""Persons compared in one transaction, and transactions of one sweep."""
FEW = 5
"""Pairs kept for one person: merging brings the next ones."""


@transaction.atomic
def compare_person(*, person_id: UUID) -> int:
    """Compare a person with those like them that the actor may know; return how many pairs are kept."""
    candidates = _candidates(person_id)
    known = _traits([person_id, *candidates])
    if person_id not in known:
        return 0
    found = sorted(
        (
            (likeness(known[person_id], theirs), other)
            for other, theirs in known.items()
            if other != person_id
        ),
        key=lambda pair: (-pair[0].score, pair[1]),
    )
    own = _own_teams(person_id)
    alike = [(how, other) for how, other in found[:FEW] if how.score >= SHOWN_FROM]
    pairs = [
        PersonDouble(
            id=new_id(),
            first_id=min(person_id, other),
            second_id=max(person_id, other),
            score=how.score,
            reasons=how.reasons,
            teams=sorted({*candidates[other], *own}),
            found_at=clock.now(),
        )
        for how, other in alike
    ]
    PersonDouble.objects.bulk_create(
        pairs,
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["score", "reasons", *(["teams"] if actor.current().system else [])],
    )
    return len(pairs)


def compare_waiting() -> int:
    """Compare those who changed since the last time; return how many. Call as the system."""
    compared = 0
    for _batch in range(MOST_BATCHES):
        with transaction.atomic():
            waiting = _take(BATCH)
            for person_id in waiting:
                compare_person(person_id=person_id)
        compared += len(waiting)
        if len(waiting) < BATCH:
            break
    return compared


@transaction.atomic
def refuse_double(*, double_id: UUID, by: AgentSession) -> None:
    """Note that two persons are two: the pair is not shown again, to anybody. Raises NotFound, NotForThisRole."""
    double = PersonDouble.objects.select_for_update(of=("self",)).filter(pk=double_id).first()
    if double is None:
        raise NotFound
    require(can_merge_persons(by, double.first_id, double.second_id))
    if double.refused_at is None:
        double.refused_at, double.refused_by_id = clock.now(), by.agent_id
        double.save(update_fields=["refused_at", "refused_by"])


@transaction.atomic
def refuse_pair(*, one_id: UUID, other_id: UUID) -> None:
    """Note that two persons put apart are two: they are not suggested again."""
    pair = PersonDouble.objects.filter(first_id=min(one_id, other_id), second_id=max(one_id, other_id))
    pair.update(refused_at=clock.now(), refused_by_id=actor.current().agent)


def _candidates(person_id: UUID) -> dict[UUID, list[int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id, teams FROM parvis_people_alike(%s)", [person_id])
        return dict(cursor.fetchall())


def _own_teams(person_id: UUID) -> set[int]:
    """Return the teams that know a person, of those the actor sees."""
    taking = Participation.objects.filter(case__person_id=person_id, until=None)
    return {*taking.order_by("team_id").values_list("team_id", flat=True).distinct()}


def _take(at_most: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM parvis_take_persons_to_compare(%s)", [at_most])
        return [key for (key,) in cursor.fetchall()]


def _traits(keys: list[UUID]) -> dict[UUID, Traits]:
    """Return what is compared of these persons, of those the actor sees and nobody absorbed."""
    points: dict[UUID, list[tuple[str, str, bool]]] = defaultdict(list)
    for point in ContactPoint.objects.filter(person_id__in=keys).order_by("pk"):
        points[point.person_id].append((point.kind, point.value, point.verified_at is not None))
    persons = Person.objects.filter(pk__in=keys, merged_into=None).order_by("pk")
    return {person.pk: traits(person, points[person.pk]) for person in persons}

"""What the file of a person shows beside their addresses: merges, and who acts for whom."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from parvis.common import clock
from parvis.people.models import Person, PersonMerge, TieKind
from parvis.people.queries import merges_of, ties_of


@dataclass(frozen=True, slots=True)
class ShownTie:
    """One tie as a line: who the other is, in what capacity, and which way."""

    id: UUID
    other_id: UUID
    other: str
    kind: str
    acts: bool
    since: date
    until: date | None
    note: str
    body: str
    is_over: bool


def shown_merges(who: Person) -> list[PersonMerge]:
    """Return the merges of a person that still hold."""
    return [merge for merge in merges_of(who.pk) if merge.undone_at is None]


def shown_ties(who: Person) -> list[ShownTie]:
    """Return who acts for a person and for whom they act, those in force first."""
    return [
        ShownTie(
            id=tie.pk,
            other_id=tie.whom_id if acts else tie.who_id,
            other=tie.whom_name if acts else tie.who_name,
            kind=str(TieKind(tie.kind).label),
            acts=acts,
            since=tie.since,
            until=tie.until,
            note=tie.note,
            body=tie.body,
            is_over=tie.until is not None and tie.until < clock.today(),
        )
        for tie in ties_of(who.pk)
        for acts in (tie.whom_id != who.pk,)
    ]

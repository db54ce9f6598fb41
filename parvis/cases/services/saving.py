"""The one way a change of a case is written: row, journal entries and the queue's copies, together."""

from typing import Any

from parvis.cases import journal
from parvis.cases.errors import WrongState
from parvis.cases.models import (
    ENDED,
    NEVER,
    TRANSITIONS,
    Capacity,
    Case,
    JournalEntry,
    LegalState,
    Participation,
)
from parvis.cases.services import standing
from parvis.cases.services.clock_rows import hand_clocks
from parvis.cases.services.retiming import retime, write_clocks
from parvis.common import actor, clock
from parvis.organisations.models import Team

_COPIED = {"state", "due_on", "received_at", "assignee"}


def move(case: Case, to: LegalState) -> None:
    """Change the legal state of a locked case and journal it. Raises WrongState when the law of TRANSITIONS forbids."""
    origin = LegalState(case.state)
    if origin == to:
        return
    if to not in TRANSITIONS[origin]:
        raise WrongState(state=origin)
    case.state = to
    case.ended_at = clock.now() if to in ENDED else None
    journal.record(case, "moved", facts={"origin": origin, "to": to})


def save_case(case: Case, *fields: str) -> None:
    """Write the fields named, the entries journalled since, and the copies that queues and feeds read.

    Clocks are derived again when an entry moves one; a new due date is journalled too. A case with a workflow goes
    where what happened leads it.
    """
    case.changed_at = clock.now()
    changed = {"changed_at", *fields}
    if standing.follow(case):
        changed |= {*standing.COLUMNS}
    clocks = retime(case)
    if clocks is not None:
        changed.add("due_on")
    if journal.pending(case):
        changed |= {"journal_head", "journal_length"}
    if "state" in changed:
        changed.add("ended_at")
    with actor.admitting(case.pk):
        write_entries(case)
        case.save(update_fields=sorted(changed))
        copies: dict[str, Any] = {"changed_at": case.changed_at}
        if changed & _COPIED:
            copies |= {
                "state": case.state,
                "due_on": case.due_on or NEVER,
                "received_at": case.received_at,
                "assignee_id": case.assignee_id,
            }
        Participation.objects.filter(case=case, until=None).update(**copies)
        if clocks is not None:
            write_clocks(case, clocks)
        elif changed & {"team", "assignee"}:
            hand_clocks(case)


def write_entries(case: Case) -> None:
    """Write the entries chained in memory since the last write."""
    entries = journal.pending(case)
    JournalEntry.objects.bulk_create(entries)
    entries.clear()


def take_part(case: Case, team: Team, capacity: Capacity) -> Participation:
    """Return the unsaved participation of a team, with the queue's keys copied from the case."""
    return Participation(
        organisation_id=team.organisation_id,
        case_id=case.pk,
        team_id=team.pk,
        capacity=capacity,
        since=clock.now(),
        state=case.state,
        received_at=case.received_at,
        due_on=case.due_on or NEVER,
        assignee_id=case.assignee_id,
    )


def change_handler(case: Case, team: Team) -> None:
    """End the handling by the present team and give it to another, which takes the case unassigned."""
    with actor.admitting(case.pk):
        Participation.objects.filter(case=case, until=None, capacity=Capacity.HANDLER).update(
            until=clock.now()
        )
        Participation.objects.filter(case=case, until=None, team=team).update(until=clock.now())
        case.team, case.organisation, case.assignee = team, team.organisation, None
        take_part(case, team, Capacity.HANDLER).save(force_insert=True)

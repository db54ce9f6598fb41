"""The one way a change of a case is written: row, journal entries and the queue's copies, together."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Q

from parvis.cases import journal
from parvis.cases.errors import WrongState
from parvis.cases.models import (
    ENDED,
    NEVER,
    TRANSITIONS,
    Capacity,
    Case,
    LegalState,
    Participation,
)
from parvis.cases.services import standing
from parvis.cases.services.case_rows import write_cases
from parvis.cases.services.clock_rows import replace_clocks
from parvis.cases.services.retiming import retime
from parvis.cases.story import Story
from parvis.common import actor, clock
from parvis.organisations.models import Team


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
    save_cases([case], *fields)


def save_cases(cases: Sequence[Case], *fields: str, stories: Mapping[UUID, Story] | None = None) -> None:
    """Write many cases to which the same happened, each as ``save_case`` does, in as many trips as for one.

    ``stories`` are those of these cases before what is not yet written, for who has read them.
    """
    changed, clocks = {"changed_at", *fields}, []
    for case in cases:
        case.changed_at = clock.now()
        if standing.follow(case):
            changed |= {*standing.COLUMNS}
        reckoned = retime(case, stories[case.pk] if stories else None)
        if reckoned is not None:
            changed.add("due_on")
            clocks.append((case, reckoned))
        if journal.pending(case):
            changed |= {"journal_head", "journal_length"}
    if "state" in changed:
        changed.add("ended_at")
    with actor.admitting(*(case.pk for case in cases)):
        write_cases(cases, fields=changed)
        if clocks:
            replace_clocks(clocks)


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
        former = Q(capacity=Capacity.HANDLER) | Q(team=team)
        Participation.objects.filter(former, case=case, until=None).update(until=clock.now())
        case.team, case.organisation, case.assignee = team, team.organisation, None
        take_part(case, team, Capacity.HANDLER).save(force_insert=True)

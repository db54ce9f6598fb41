"""Cases tied to one another: opened by a workflow, linked by number, told when the other ends."""

from uuid import UUID

from django.db import transaction

from parvis.cases import journal, tasks
from parvis.cases.errors import CaseNotFound, NotOffered
from parvis.cases.models import Case, CaseLink
from parvis.cases.numbers import say_number
from parvis.cases.services.transitions import at_work, make_happened
from parvis.common import actor, clock, jobs


def link(case: Case, other: Case, *, name: str, opened: bool = False) -> None:
    """Tie a locked case to another, once under a name."""
    with actor.admitting(case.pk, other.pk):
        CaseLink.objects.get_or_create(
            case=case,
            other=other,
            name=name,
            defaults={"organisation_id": case.organisation_id, "opened": opened, "made_at": clock.now()},
        )
    journal.record(
        case, "case_linked", facts={"other": say_number(other.number), "opened": opened, "name": name}
    )


def defer_telling(case_id: UUID) -> None:
    """Have the cases tied to one told that it ended."""
    jobs.defer(tasks.tell_linked_cases, case_id=str(case_id))


def tell_linked_cases(*, case_id: UUID) -> None:
    """Make, in each case that waits for this one, the transition that its end makes. Called by a job, as the system."""
    for parent_id, name in CaseLink.objects.filter(other_id=case_id).values_list("case_id", "name"):
        happened(case_id=parent_id, on="case_ended", name=name)


@transaction.atomic
def happened(*, case_id: UUID, on: str, name: str) -> bool:
    """Make the transition of a case that waits for something outside it; return whether there was one."""
    try:
        case, flow = at_work(case_id)
    except (NotOffered, CaseNotFound):
        return False
    return make_happened(case, flow, on=on, name=name)

"""Where a gesture of the desk leaves a case in its workflow: the way legal states lead to statuses.

A service changes the legal state; ``saving.save_case`` then asks here. The case goes where the workflow says for what
happened, else to the first status of its legal state. That cannot fail; actions run by a job just after, so that no
workflow, however wrong, stops a gesture that the law knows.
"""

from collections.abc import Mapping

from parvis.cases import journal, tasks
from parvis.cases.models import Case
from parvis.cases.services.workflow_values import values_of
from parvis.catalogue.workflows.definition import BACK, SAME, Status, Transition, Workflow, workflow_of
from parvis.common import clock, jobs

LED = "_led_by_its_workflow"
"""Mark of a case in memory that the engine moves itself."""
EVENTS = {
    "message": "message",
    "pieces_asked": "pieces_asked",
    "pieces_received": "pieces_received",
    "mended": "mended",
    "corrected": "corrected",
    "co_signed": "signed",
    "decided": "decided",
    "service_answered": "service_answered",
}
"""Names in workflows of what happened, by kind of journal entry."""
COLUMNS = ("status", "status_since", "status_turn", "track")


def begin(case: Case) -> None:
    """Put a case being born in the first status of its workflow, if it has one."""
    flow = workflow_of(case.version)
    if flow is None:
        return
    case.status, case.status_since, case.status_turn = flow.first, case.received_at, 1
    if wakes(flow, flow.first):
        defer_arrival(case)


def follow(case: Case) -> bool:
    """Move a case in its workflow after a gesture; return whether it moved. Its actions are left to a job."""
    if not case.status or case.__dict__.get(LED):
        return False
    flow = workflow_of(case.version)
    if flow is None or case.status not in flow.statuses:
        return False
    transition = _awaited(case, flow)
    target = destination(case, flow, transition) if transition else _home(case, flow)
    if target is None:
        return False
    entered = target.key != case.status
    note_move(case, flow, target, transition=transition, cause="event" if transition else "gesture")
    if entered:
        set_status(case, target)
    if transition is not None or wakes(flow, target.key):
        defer_arrival(case, transition=transition.key if transition else "", entered=entered)
    return True


def carry(case: Case, places: Mapping[str, str]) -> bool:
    """Put a case, whose version just changed, in the workflow of that version; return whether its row changed.

    It stays at its step when there is one of that key, or goes to the one that ``places`` names for it, else to the
    first of its legal state. What it waits for there is set again. In memory; journalled.
    """
    flow = workflow_of(case.version)
    if flow is None:
        left, case.status = case.status, ""
        return bool(left)
    wanted = places.get(case.status, case.status)
    target = flow.statuses.get(wanted) or flow.home(case.state) or flow.status(flow.first)
    if target.key != case.status or not case.status_turn:
        note_move(case, flow, target, transition=None, cause="version")
        set_status(case, target)
        if wakes(flow, target.key):
            defer_arrival(case)
    return True


def set_status(case: Case, target: Status) -> None:
    """Put a case in a status, in memory."""
    case.track = {**case.track, "previous": case.status}
    case.status, case.status_since, case.status_turn = target.key, clock.now(), case.status_turn + 1


def note_move(
    case: Case,
    flow: Workflow,
    target: Status,
    *,
    transition: Transition | None,
    cause: str,
    said: list[str] | None = None,
    origin: str | None = None,
) -> None:
    """Journal a move, before it is made unless its ``origin`` is given."""
    origin = case.status if origin is None else origin
    former = flow.statuses.get(origin)
    facts = {
        "transition": transition.key if transition else "",
        "label": transition.label if transition else "",
        "origin": origin,
        "to": target.key,
        "origin_label": former.label if former else "",
        "to_label": target.label,
        "person_label": target.person_label,
        "said": said or [],
        "cause": cause,
    }
    journal.record(case, "status_moved", facts=facts)


def destination(case: Case, flow: Workflow, transition: Transition) -> Status:
    """Return where a transition leads: a status, the same, the one before. Raises NotFound."""
    if transition.to == SAME:
        return flow.status(case.status)
    if transition.to == BACK:
        return flow.statuses.get(case.track.get("previous", "")) or flow.status(case.status)
    return flow.status(transition.to)


def wakes(flow: Workflow, status: str) -> bool:
    """Return whether something happens by itself in a status."""
    return bool(flow.status(status).on_arrival) or any(not each.pressed for each in flow.leaving(status))


def defer_arrival(case: Case, *, transition: str = "", entered: bool = True) -> None:
    """Leave to a job what a status does when one enters it, and the actions of the transition that led there."""
    jobs.defer(
        tasks.arrive_in_status,
        lock=f"case:{case.pk}",
        case_id=str(case.pk),
        turn=case.status_turn,
        transition=transition,
        entered=entered,
    )


def _awaited(case: Case, flow: Workflow) -> Transition | None:
    happened = {
        EVENTS[entry.kind]
        for entry in journal.pending(case)
        if entry.kind in EVENTS
        and not (entry.kind == "message" and entry.facts.get("direction") != "inbound")
    }
    if not happened:
        return None
    values = None
    for each in flow.leaving(case.status):
        if each.when.on != "event" or each.when.name not in happened:
            continue
        if each.when.name == "pieces_received" and not _all_came(case):
            continue
        if each.condition is not None:
            values = values or values_of(case, flow)
            if not each.condition.holds(values):
                continue
        return each
    return None


def _all_came(case: Case) -> bool:
    return any(
        entry.kind == "pieces_received" and entry.facts.get("complete") for entry in journal.pending(case)
    )


def _home(case: Case, flow: Workflow) -> Status | None:
    if flow.status(case.status).state == case.state:
        return None
    return flow.home(case.state)

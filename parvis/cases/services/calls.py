"""Calls about a case: what was said, the call-back promised and made, the call it was born from."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from parvis.cases import access, journal
from parvis.cases.errors import WrongState
from parvis.cases.models import Case, Direction
from parvis.cases.services.indexing import reindex_case
from parvis.cases.services.messages import write_message
from parvis.cases.services.saving import save_case
from parvis.channels.models import CallOutcome
from parvis.channels.services.calls import check_promise, read_number, tie_call
from parvis.common import actor
from parvis.common.ids import new_id
from parvis.organisations.access import AgentSession


@transaction.atomic
def note_call(*, case_id: UUID, note: str, by: AgentSession, promised_at: datetime | None = None) -> Case:
    """Keep what was said on the telephone as a note between agents, with the call-back promised to the person.

    The promise is a delay of the case like any other. Raises CaseNotFound, NotForThisRole, Invalid.
    """
    case = access.get_case(case_id, lock=True)
    access.require(access.can_write_note(by, case))
    check_promise(note=note, promised_at=promised_at)
    with actor.admitting(case.pk):
        write_message(case, Direction.NOTE, note, (), channel="phone")
        if promised_at is not None:
            due_at = promised_at.astimezone(UTC).isoformat()
            journal.record(case, "callback_promised", facts={"callback": str(new_id()), "due_at": due_at})
        save_case(case)
        reindex_case(case)
    return case


@transaction.atomic
def make_call_back(
    *, case_id: UUID, callback: str, outcome: CallOutcome, by: AgentSession, note: str = ""
) -> Case:
    """Say what became of a call-back promised. Raises CaseNotFound, NotForThisRole, WrongState once it is said."""
    case = access.get_case(case_id, lock=True)
    access.require(access.can_write_note(by, case))
    if callback not in access.call_backs_promised(case):
        raise WrongState
    personal = {"note": note.strip()[:300]} if note.strip() else None
    with actor.admitting(case.pk):
        journal.record(
            case, "callback_made", facts={"callback": callback, "gave": str(outcome)}, personal=personal
        )
        save_case(case)
    return case


@transaction.atomic
def born_from_call(*, case_id: UUID, by: AgentSession, call_id: UUID | None = None, number: str = "") -> None:
    """Keep in the journal of a case just made the call it comes from, and the case in that call: its evidence.

    ``number`` is what a soft-phone told, when no switchboard told of the call. Raises CaseNotFound, NotFound.
    """
    case = access.get_case(case_id, lock=True)
    with actor.admitting(case.pk):
        facts: dict[str, Any] = {"known": call_id is not None}
        if call_id is not None:
            call = tie_call(call_id=call_id, about=case.pk, person_id=case.person_id, by=by)
            number = call.number
            taken = call.answered_at.isoformat() if call.answered_at else ""
            facts |= {"call": str(call.pk), "rang_at": call.rang_at.isoformat(), "answered_at": taken}
        journal.record(case, "called", facts=facts, personal={"number": read_number(number)})
        save_case(case)

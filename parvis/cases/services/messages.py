"""What is said about a case: the person's words, the service's answers, notes between agents."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases import access, journal
from parvis.cases.models import Attachment, Case, Direction, LegalState, Message
from parvis.cases.services.indexing import reindex_case
from parvis.cases.services.notices import tell_person
from parvis.cases.services.saving import move, save_case
from parvis.common import actor, clock
from parvis.common.errors import Invalid
from parvis.common.ids import new_id
from parvis.common.journal import digest
from parvis.organisations.access import AgentSession


@transaction.atomic
def answer_person(
    *,
    case_id: UUID,
    text: str,
    by: AgentSession,
    files: tuple[UUID, ...] = (),
    then: LegalState | None = None,
) -> Message:
    """Answer the person on their channel, and set the next state in the same gesture.

    Raises CaseNotFound, NotForThisRole, Invalid, WrongState.
    """
    case = access.get_case(case_id, lock=True)
    access.require(access.can_answer(by, case))
    with actor.admitting(case.pk):
        message = write_message(case, Direction.OUTBOUND, text, files)
        if then is None and case.state == LegalState.RECEIVED:
            then = LegalState.IN_PROGRESS
        if then is not None:
            move(case, then)
        tell_person(case, "answer", message=message, text=message.text)
        save_case(case, "state")
        reindex_case(case)
    return message


@transaction.atomic
def write_note(*, case_id: UUID, text: str, by: AgentSession, files: tuple[UUID, ...] = ()) -> Message:
    """Leave a note that only agents read. Raises CaseNotFound, NotForThisRole, Invalid."""
    case = access.get_case(case_id, lock=True)
    access.require(access.can_write_note(by, case))
    with actor.admitting(case.pk):
        message = write_message(case, Direction.NOTE, text, files)
        save_case(case)
        reindex_case(case)
    return message


@transaction.atomic
def write_as_person(
    *, case_id: UUID, text: str, channel: str = "web", files: tuple[UUID, ...] = ()
) -> Message:
    """Record what the person writes. A case that waited for them goes back to work. Raises CaseNotFound, Invalid."""
    case = access.get_case(case_id, lock=True)
    access.require(access.can_write(case))
    with actor.admitting(case.pk):
        message = write_message(case, Direction.INBOUND, text, files, channel=channel)
        if (
            case.state == LegalState.WAITING_FOR_PERSON
            and not case.piece_requests.filter(answered_at=None).exists()
        ):
            move(case, LegalState.IN_PROGRESS)
        save_case(case, "state")
        reindex_case(case)
    return message


def write_message(
    case: Case, direction: Direction, text: str, files: tuple[UUID, ...], *, channel: str = ""
) -> Message:
    """Write a message of a locked case, with its files and its entry in the journal. Raises Invalid when empty."""
    text = text.strip()
    if not text:
        raise Invalid({"text": [_("Écrivez votre message.")]})
    message = Message(
        id=new_id(),
        organisation_id=case.organisation_id,
        case=case,
        direction=direction,
        channel=channel,
        agent_id=actor.current().agent if direction != Direction.INBOUND else None,
        text=text,
        written_at=clock.now(),
    )
    message.save(force_insert=True)
    attach_files(case, files, message=message, is_internal=direction == Direction.NOTE)
    kind = "note" if direction == Direction.NOTE else "message"
    facts: dict[str, Any] = {
        "message": str(message.pk),
        "direction": direction,
        "channel": channel,
        "text_sha256": digest(text, salt=str(message.pk)),
        "files": len(files),
    }
    journal.record(case, kind, facts=facts)
    return message


def attach_files(
    case: Case,
    files: tuple[UUID, ...],
    *,
    message: Message | None = None,
    field_key: str = "",
    is_internal: bool = False,
) -> None:
    """Attach stored files to a case and, when given, to one of its messages."""
    Attachment.objects.bulk_create(
        Attachment(
            organisation_id=case.organisation_id,
            case=case,
            message=message,
            file_id=file,
            field_key=field_key,
            is_internal=is_internal,
            added_at=clock.now(),
        )
        for file in files
    )

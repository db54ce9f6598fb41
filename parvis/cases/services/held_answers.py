"""Answers that can be called back for a few seconds: written, held, then sent or taken up again.

The hold is the server's: closing the page or losing the network changes nothing, the answer leaves at its time. It
is a row and a job in one transaction, so that a killed worker loses nothing either.
"""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from parvis.cases import access, tasks
from parvis.cases.errors import WrongState
from parvis.cases.models import TRANSITIONS, Attachment, Case, HeldAnswer, LegalState, Message
from parvis.cases.services.messages import answer_person
from parvis.common import actor, clock, jobs
from parvis.common.errors import DomainError, Invalid
from parvis.common.ids import new_id
from parvis.organisations.access import AgentSession
from parvis.organisations.sessions import agent_session

HELD_FOR = timedelta(seconds=10)
_TOLERANCE = timedelta(seconds=2)
"""The database tells jobs when to start, by its own clock."""


@transaction.atomic
def hold_answer(
    *,
    case_id: UUID,
    text: str,
    by: AgentSession,
    files: tuple[UUID, ...] = (),
    then: LegalState | None = None,
) -> HeldAnswer:
    """Write an answer that leaves in ten seconds, in place of the one its author had called back.

    ``files`` are stored files added to those already held. Raises CaseNotFound, NotForThisRole, Invalid, WrongState.
    """
    case = access.get_case(case_id, lock=True)
    access.require(access.can_answer(by, case))
    if not text.strip():
        raise Invalid({"text": [_("Écrivez votre message.")]})
    if then is not None and then != case.state and then not in TRANSITIONS[LegalState(case.state)]:
        raise WrongState(state=case.state)
    with actor.admitting(case.pk):
        held = _own(case, by) or HeldAnswer(id=new_id(), case=case, agent_id=by.agent_id)
        if held.leaves_at is not None:
            raise WrongState
        held.organisation_id, held.text, held.then = case.organisation_id, text.strip(), then or ""
        held.leaves_at, held.refusal = clock.now() + HELD_FOR, ""
        held.save()
        _attach(held, files)
        ids = {"case_id": str(case.pk), "held_id": str(held.pk)}
        jobs.defer(tasks.release_answer, not_before=held.leaves_at, **ids)
    return held


@transaction.atomic
def call_back_answer(*, case_id: UUID, by: AgentSession) -> HeldAnswer:
    """Take one's answer back before it leaves; it stays to be written again. Raises WrongState when it has left."""
    case = access.get_case(case_id)
    held = _own(case, by, lock=True)
    if held is None or held.leaves_at is None:
        raise WrongState(_("Votre réponse est déjà partie : elle ne peut plus être annulée."))
    held.leaves_at = None
    held.save(update_fields=["leaves_at"])
    return held


@transaction.atomic
def drop_answer(*, case_id: UUID, by: AgentSession) -> None:
    """Throw away an answer called back, and its files. Silent when there is none."""
    case = access.get_case(case_id)
    held = _own(case, by, lock=True)
    if held is not None and held.leaves_at is None:
        _forget(held)


@transaction.atomic
def release_answer(*, case_id: UUID, held_id: UUID) -> Message | None:
    """Send an answer whose time has come, in its author's name; None when it was called back or sent already.

    When it cannot leave any more (the case ended meanwhile, the author left), it stays with the reason.
    """
    held = HeldAnswer.objects.select_for_update(of=("self",)).filter(pk=held_id, case=case_id).first()
    if held is None or held.leaves_at is None or held.leaves_at > clock.now() + _TOLERANCE:
        return None
    author = agent_session(held.agent_id)
    files = tuple(_files(held).values_list("file_id", flat=True))
    try:
        if author is None:
            raise WrongState
        with actor.acting_as(replace(actor.current(), agent=author.agent_id, label=author.name)):
            message = answer_person(
                case_id=case_id,
                text=held.text,
                by=author,
                files=files,
                then=LegalState(held.then) if held.then else None,
            )
    except DomainError as refusal:
        held.leaves_at, held.refusal = None, str(refusal)[:250]
        held.save(update_fields=["leaves_at", "refusal"])
        return None
    _forget(held)
    return message


def _own(case: Case, by: AgentSession, *, lock: bool = False) -> HeldAnswer | None:
    held = HeldAnswer.objects.filter(case=case, agent_id=by.agent_id)
    return (held.select_for_update(of=("self",)) if lock else held).first()


def _files(held: HeldAnswer) -> models.QuerySet[Attachment]:
    return Attachment.objects.filter(case_id=held.case_id, field_key=held.files_key).order_by(
        "added_at", "pk"
    )


def _attach(held: HeldAnswer, files: tuple[UUID, ...]) -> None:
    Attachment.objects.bulk_create(
        Attachment(
            organisation_id=held.organisation_id,
            case_id=held.case_id,
            file_id=file,
            field_key=held.files_key,
            is_internal=True,
            added_at=clock.now(),
        )
        for file in files
    )


def _forget(held: HeldAnswer) -> None:
    _files(held).delete()
    held.delete()

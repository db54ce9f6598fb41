"""Keeping the attempts of persons that failed because of us."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.common import actor, clock
from parvis.common.ids import new_id
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Organisation
from parvis.outages import access
from parvis.outages.errors import WrongMoments
from parvis.outages.models import FailedAttempt, Gesture, ToldBy
from parvis.outages.references import new_reference

KEPT = timedelta(days=400)
"""How long an attempt proves something: longer than a year and the two months of an appeal."""


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What is kept of an attempt. ``error`` is a code; no answer, no address, no name."""

    id: UUID
    reference: str
    gesture: Gesture
    failed_at: datetime
    error: str = ""
    organisation_id: int | None = None
    procedure_code: str = ""
    person_id: UUID | None = None
    session: str = ""
    case_id: UUID | None = None
    draft_id: UUID | None = None


@transaction.atomic
def keep_attempt(*, attempt: Attempt) -> None:
    """Keep an attempt once, however often it is told."""
    with actor.admitting(attempt.id):
        FailedAttempt.objects.bulk_create([FailedAttempt(**vars(attempt))], ignore_conflicts=True)


@transaction.atomic
def note_attempt(
    *,
    organisation: Organisation,
    gesture: Gesture,
    failed_at: datetime,
    told_by: ToldBy,
    by: AgentSession,
    procedure_code: str = "",
    case_id: UUID | None = None,
) -> FailedAttempt:
    """Write down an attempt that a person tells. The agent gives them its reference.

    Raises NotForThisRole, WrongMoments when it is still to come.
    """
    access.require(access.can_note_attempt(by, organisation.pk))
    if failed_at > clock.now():
        raise WrongMoments(_("Cette heure n’est pas encore passée."), field="failed_at")
    attempt = FailedAttempt(
        id=new_id(),
        reference=new_reference(),
        organisation=organisation,
        procedure_code=procedure_code,
        case_id=case_id,
        gesture=gesture,
        failed_at=failed_at,
        told_by=told_by,
        agent_id=by.agent_id,
    )
    with actor.admitting(attempt.pk):
        attempt.save(force_insert=True)
    return attempt


@transaction.atomic
def forget_old_attempts() -> int:
    """Delete the attempts older than KEPT, and return how many. Call as the system."""
    deleted, _models = FailedAttempt.objects.filter(failed_at__lt=clock.now() - KEPT).delete()
    return deleted

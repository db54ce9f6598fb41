"""Keeping what a person tried in vain: which body, which procedure, which case, found from what the page was about."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import DatabaseError, transaction

from parvis.cases import access
from parvis.cases.models import Draft
from parvis.common import clock
from parvis.common.errors import NotFound
from parvis.common.ids import new_id
from parvis.organisations.queries import organisation_by_slug
from parvis.outages.models import Gesture
from parvis.outages.references import new_reference
from parvis.outages.services.attempts import Attempt
from parvis.outages.services.attempts import keep_attempt as keep
from parvis.outages.spool import put_aside, put_aside_so_far

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What the page knew when it failed. ``draft``, ``number``, ``body`` and ``code`` are those of its address."""

    gesture: Gesture
    error: str
    draft: UUID | None = None
    number: str = ""
    body: str = ""
    code: str = ""
    person_id: UUID | None = None
    session: str = ""


def keep_attempt(*, tried: Tried) -> str:
    """Keep an attempt as proof, and return the reference that the person is shown; "" when nothing could be kept.

    In the database; on the disk when the database is what failed.
    """
    key, reference, now = new_id(), new_reference(), clock.now()
    try:
        _keep(key, reference, now, tried)
    except DatabaseError:
        return reference if _put_aside(key, reference, now, tried) else ""
    return reference


def gather_attempts() -> int:
    """Keep in the database what was put aside while it was away, and return how many. Call as the system."""
    gathered = 0
    for path, told in put_aside_so_far():
        key, reference = UUID(told.pop("key")), told.pop("reference")
        at = datetime.fromisoformat(told.pop("at"))
        ids = {name: UUID(told[name]) if told[name] else None for name in ("draft", "person_id")}
        _keep(
            key, reference, at, Tried(**{**told, **ids, "gesture": Gesture(told["gesture"])}), is_proved=False
        )
        path.unlink(missing_ok=True)
        gathered += 1
    return gathered


@transaction.atomic
def _keep(key: UUID, reference: str, at: datetime, tried: Tried, *, is_proved: bool = True) -> None:
    place = _place_of(tried)
    if not is_proved:  # the session could not be read: a number in an address does not tell whose the case is
        place.pop("case_id", None)
    keep(
        attempt=Attempt(
            id=key,
            reference=reference,
            gesture=tried.gesture,
            failed_at=at,
            error=tried.error[:100],
            person_id=tried.person_id,
            session=tried.session,
            **place,
        )
    )


def _place_of(tried: Tried) -> dict[str, Any]:
    """Return the body, the procedure, the case and the draft of an attempt, as far as they are known."""
    try:
        if tried.draft is not None:
            return _of_draft(access.get_draft(tried.draft))
        if tried.number:
            case = access.get_case_by_number(tried.number)
            found = {"organisation_id": case.organisation_id, "procedure_code": case.procedure_code}
            return {**found, "case_id": case.pk}
        if tried.body:
            return {
                "organisation_id": organisation_by_slug(tried.body).pk,
                "procedure_code": tried.code[:100],
            }
    except NotFound:
        pass
    return {}


def _of_draft(draft: Draft) -> dict[str, Any]:
    return {
        "organisation_id": draft.organisation_id,
        "procedure_code": draft.version.procedure.code,
        "draft_id": draft.pk,
        "case_id": draft.corrects,
    }


def _put_aside(key: UUID, reference: str, at: datetime, tried: Tried) -> bool:
    told = {**asdict(tried), "key": key, "reference": reference, "at": at.isoformat()}
    plain = {name: str(value) if isinstance(value, UUID) else value for name, value in told.items()}
    try:
        put_aside(key, plain)
    except OSError as error:
        log.warning("attempts.not_kept", kind=type(error).__name__)
        return False
    return True

"""News of what outside services were asked: their notices, and the sweep that makes up for those that never come.

A notice is only a hint: what counts is what the service answers when asked, so that notices sent twice, late, in the
wrong order or by someone else change nothing.
"""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.db import transaction

from parvis.cases import tasks
from parvis.cases.errors import CaseNotFound
from parvis.cases.outside_kinds import outside_asks
from parvis.cases.signed_calls import is_signed
from parvis.common import actor, jobs


def notice_address(kind: str, case_id: UUID, ask_id: UUID) -> str:
    """Return where a service tells what became of what it was asked."""
    return f"{settings.PUBLIC_URL}/api/v1/{kind}/{case_id}/{ask_id}"


@transaction.atomic
def take_notice(
    *, kind: str, case_id: UUID, ask_id: UUID, headers: Mapping[str, str], content: bytes
) -> None:
    """Take a signed notice, and have the service asked. Raises CaseNotFound."""
    with actor.acting_as(actor.for_job(case_id, label=kind)):
        if not is_signed(outside_asks.get(kind).secret_of(case_id, ask_id), headers, content):
            raise CaseNotFound
        jobs.defer(tasks.look_outside, kind=kind, case_id=str(case_id), ask_id=str(ask_id))


def look_outside(*, kind: str, case_id: UUID, ask_id: UUID) -> None:
    """Ask a service for news. Called by a job, again without harm. Raises ActionFailed: the job is tried again."""
    with actor.acting_as(actor.for_job(case_id, label=kind)):
        outside_asks.get(kind).look(case_id, ask_id)


def look_at_waiting_asks() -> int:
    """Have the services asked about all that waits; return how many."""
    told: list[dict[str, str]] = []
    with actor.acting_as(actor.for_system("cases.outside")), transaction.atomic():
        for each in outside_asks:
            found = each.waiting()
            told += [{"kind": each.code, "case_id": str(case), "ask_id": str(pk)} for case, pk in found]
        if told:
            jobs.defer_each(tasks.look_outside, told)
    return len(told)

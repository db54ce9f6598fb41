"""Reminders of deposits begun and not sent: on the days the procedure says, once each, and easily stopped."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation

from parvis.cases import access
from parvis.cases.models import Draft
from parvis.cases.services.draft_links import resume_link, stop_link
from parvis.catalogue.forms import engine
from parvis.catalogue.models import ProcedureVersion
from parvis.channels.services.send import queue_message
from parvis.common import actor, clock

_MOST = 500
"""Drafts looked at in one transaction."""


@transaction.atomic
def ask_reminders(*, draft_id: UUID, email: str) -> None:
    """Have the reminders of a deposit sent to an address. Raises DraftNotFound."""
    draft = access.get_draft(draft_id, lock=True, alone=True)
    draft.reminder_email, draft.reminders_stopped = email, False
    draft.save(update_fields=["reminder_email", "reminders_stopped"])


@transaction.atomic
def stop_reminders(*, draft_id: UUID) -> None:
    """Send no more reminder of a deposit, and forget the address they went to. Raises DraftNotFound."""
    draft = access.get_draft(draft_id, lock=True, alone=True)
    draft.reminder_email, draft.reminders_stopped = "", True
    draft.save(update_fields=["reminder_email", "reminders_stopped"])


def remind_of_drafts() -> int:
    """Send the reminders due now and return how many. Running it again sends none twice."""
    with actor.acting_as(actor.for_system("cases.remind_drafts")):
        return sum(_remind(batch) for batch in _batches())


def _batches() -> Iterator[list[UUID]]:
    """Yield the keys of the drafts that may be due, oldest change first."""
    waiting = _waiting()
    last: tuple[datetime, UUID] | None = None
    while True:
        later = Q(updated_at__gt=last[0]) | Q(updated_at=last[0], pk__gt=last[1]) if last else Q()
        keys = list(waiting.filter(later).values_list("updated_at", "pk")[:_MOST])
        if not keys:
            return
        last = keys[-1]
        yield [key for _moment, key in keys]


def _waiting() -> QuerySet[Draft]:
    """Return the drafts untouched for a day, of procedures that remind, whose person can be written to."""
    now = clock.now()
    reminding = ProcedureVersion.objects.filter(definition__drafts__reminder_days__0__isnull=False)
    return Draft.objects.filter(
        Q(person__isnull=False) | ~Q(reminder_email=""),
        version__in=list(reminding.values_list("pk", flat=True)),
        case_id=None,
        reminders_stopped=False,
        expires_at__gt=now,
        updated_at__lte=now - timedelta(days=1),
    ).order_by("updated_at", "pk")


@transaction.atomic
def _remind(keys: list[UUID]) -> int:
    """Send what is due of some drafts: the message and its mark are one transaction."""
    drafts = Draft.objects.select_for_update(of=("self",), skip_locked=True).filter(pk__in=keys)
    drafts = drafts.select_related("version__procedure", "organisation", "person").order_by("pk")
    return sum(_remind_of(draft) for draft in drafts.defer("answers", "typed", "version__definition"))


def _remind_of(draft: Draft) -> bool:
    days = (clock.now() - draft.updated_at).days
    form = engine.compiled(draft.version, draft.language)
    due = [day for day in form.reminder_days if day <= days and day not in draft.reminded_days]
    email = draft.reminder_email or (draft.person.email if draft.person else "")
    if not due or not email or draft.reminders_stopped or draft.case_id:
        return False
    draft.reminded_days = [*draft.reminded_days, *due]
    draft.save(update_fields=["reminded_days"])
    _send(draft, form.title, email)
    return True


def _send(draft: Draft, title: str, email: str) -> None:
    context = {
        "title": title,
        "begun": draft.created_at,
        "until": draft.expires_at,
        "link": resume_link(draft.pk),
        "stop": stop_link(draft.pk),
        "body": draft.organisation,
    }
    with translation.override(draft.language):
        written = render_to_string("cases/notices/draft_reminder.txt", context).strip()
    subject, _dot, text = written.partition("\n")
    queue_message(
        about=draft.pk,
        channel="email",
        recipient=email,
        subject=subject,
        text=text.strip(),
        sender_name=draft.organisation.name,
    )

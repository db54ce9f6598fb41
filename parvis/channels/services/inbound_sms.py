"""Keeping what providers tell of SMS that come: parts put together, a repeat known; then what became of each."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import connection, transaction

from parvis.channels.errors import CannotDeliver, TryAgain
from parvis.channels.events import SmsKept
from parvis.channels.models import InboundSms, Provider, SmsFate, SmsState
from parvis.channels.registry import Received, transports
from parvis.channels.services.inbound_post import sorters
from parvis.channels.services.providers import account_of
from parvis.channels.services.send import queue_message
from parvis.channels.services.stops import is_stopped, resume_number, stop_number
from parvis.channels.sms.numbers import mobile
from parvis.common import actor, clock
from parvis.common.events import publish
from parvis.organisations import queries as organisations
from parvis.organisations.models import Organisation

PATIENCE = timedelta(minutes=10)
"""How long an SMS waits for its other parts."""
OLDEST = timedelta(days=30)
"""Past it, the date that a provider tells of an SMS is not believed."""
_LONGEST = 2000
log = structlog.get_logger()


@transaction.atomic
def take_incoming(*, provider: Provider, said: Mapping[str, Any]) -> int:
    """Keep the SMS that a call of a provider brings; return how many parts were new."""
    found = transports.get(provider.transport).incoming(said, account_of(provider))
    with actor.acting_as(actor.for_system("channels.sms")):
        return sum(keep_part(provider=provider, received=one) for one in found)


def fetch_incoming() -> int:
    """Fetch the SMS that wait at providers that do not call; return how many were new. Again without harm.

    One is taken away there once it is kept here.
    """
    with transaction.atomic():
        known = list(Provider.objects.filter(channel="sms", is_active=True).select_related("organisation"))
    taken = 0
    for provider in known:
        transport, account = transports.get(provider.transport), account_of(provider)
        try:
            for one in transport.waiting(account):
                with transaction.atomic(), actor.acting_as(actor.for_system("channels.sms")):
                    taken += keep_part(provider=provider, received=one)
                transport.taken(one.reference, account)
        except (TryAgain, CannotDeliver) as trouble:
            log.warning("channels.sms_not_fetched", provider=provider.pk, reason=trouble.reason)
    return taken


@transaction.atomic
def keep_part(*, provider: Provider, received: Received) -> bool:
    """Keep a part of an SMS and have it sorted when it is whole, or when it waited enough; say whether it is new.

    A part that comes once the others were sorted is an SMS of its own: nothing is lost.
    """
    body = _body(provider)
    if body is None or not received.sender or not received.reference:
        return False
    rank, total = str(max(received.part, 1)), max(min(received.total, 50), 1)
    with connection.cursor() as cursor:
        lock = f"sms:{provider.pk}:{received.reference}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [lock])
    known = InboundSms.objects.filter(provider=provider, reference=received.reference[:100])
    sms = known.select_for_update(of=("self",)).first()
    if sms is not None and rank in sms.parts:
        return False
    if sms is not None and sms.state != SmsState.RECEIVED:
        late = Received(f"{received.reference[:100]}+{rank}", received.sender, received.text)
        return keep_part(provider=provider, received=late)
    is_first = sms is None
    if sms is None:
        sms = InboundSms(
            provider=provider,
            organisation=body,
            reference=received.reference[:120],
            sender=(mobile(received.sender) or received.sender)[:32],
            total=total,
            received_at=_received_at(received),
            teams=sorters(body.pk),
        )
    sms.parts[rank] = received.text.replace("\0", "")[:_LONGEST]
    with actor.admitting(sms.pk):
        sms.save(force_insert=is_first)
        if sms.is_whole:
            publish(SmsKept(sms_id=sms.pk))
        elif is_first:
            publish(SmsKept(sms_id=sms.pk, not_before=sms.received_at + PATIENCE))
    return True


@transaction.atomic
def begin_sorting(*, sms_id: UUID) -> InboundSms | None:
    """Return a locked SMS that is to be sorted now; None when it is already, or waits for its other parts."""
    sms = (
        InboundSms.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(pk=sms_id)
        .first()
    )
    if sms is None or sms.state != SmsState.RECEIVED:
        return None
    waited = clock.now() - sms.received_at >= PATIENCE
    return sms if sms.is_whole or waited else None


@transaction.atomic
def settle_sms(
    *,
    sms: InboundSms,
    fate: SmsFate,
    about: UUID | None = None,
    written: UUID | None = None,
    reason: str = "",
) -> InboundSms:
    """Say what became of a locked SMS."""
    with actor.admitting(sms.pk, *([about] if about else [])):
        sms.fate, sms.about, sms.written, sms.reason = fate, about, written, reason[:60]
        sms.state = SmsState.WAITING if fate == SmsFate.TRIAGE else SmsState.SORTED
        sms.sorted_at = clock.now()
        if about:
            sms.teams = []
        sms.save(update_fields=["fate", "about", "written", "reason", "state", "sorted_at", "teams"])
    log.info("channels.sms", sms=str(sms.pk), fate=str(fate), reason=sms.reason)
    return sms


@transaction.atomic
def take_stop(*, sms: InboundSms, text: str) -> InboundSms:
    """Record that a number wants no more SMS of a body, and confirm it once; the SMS kept is the proof."""
    if not is_stopped(sms.organisation_id, sms.sender):
        with actor.acting_as(
            actor.for_system("channels.sms")
        ):  # queued without body: it is the last one to leave
            queue_message(about=sms.pk, channel="sms", recipient=sms.sender, subject="", text=text)
        stop_number(organisation_id=sms.organisation_id, number=sms.sender, sms_id=sms.pk)
    return settle_sms(sms=sms, fate=SmsFate.STOP)


def has_stopped(sms: InboundSms) -> bool:
    """Say whether the number of an SMS had asked its body to stop."""
    return is_stopped(sms.organisation_id, sms.sender)


@transaction.atomic
def take_start(*, sms: InboundSms, text: str) -> InboundSms:
    """Record that a number wants the SMS of a body again, and confirm it; the SMS kept is the proof."""
    resume_number(organisation_id=sms.organisation_id, number=sms.sender)
    with actor.acting_as(actor.for_system("channels.sms")):
        queue_message(about=sms.pk, channel="sms", recipient=sms.sender, subject="", text=text)
    return settle_sms(sms=sms, fate=SmsFate.START)


def _received_at(received: Received) -> datetime:
    """Return when an SMS was received: what its provider says, unless it cannot be, or other parts are awaited."""
    now = clock.now()
    told = received.at if received.total <= 1 else None
    return told if told is not None and now - OLDEST <= told <= now else now


def _body(provider: Provider) -> Organisation | None:
    """Return the body for which a provider receives: its own, that of the platform's, else the one at the top."""
    return provider.organisation or organisations.top_organisation()

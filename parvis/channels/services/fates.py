"""What providers tell later of a message: delivered or not, once or twice, in whatever order."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from parvis.channels import tasks
from parvis.channels.events import MessageArrived, MessageBounced
from parvis.channels.models import MessageState, OutboundMessage, Provider
from parvis.channels.registry import Fate, transports
from parvis.channels.services.failover import fall_over
from parvis.channels.services.providers import account_of
from parvis.common import actor, clock
from parvis.common.errors import NotFound
from parvis.common.events import publish
from parvis.common.jobs import defer

EARLY = timedelta(minutes=1)
"""How long a fate waits for its message, when a provider tells it before we have written its reference."""
TRIES = 5
_ON_THE_WAY = frozenset({MessageState.SENDING, MessageState.FAILED, MessageState.TO_PRINT, MessageState.SENT})
_ON_PAPER = frozenset({MessageState.TO_PRINT, MessageState.SENT, MessageState.DELIVERED})
"""States from which a letter comes back: even one that the post said distributed."""
log = structlog.get_logger()


def collect_fates() -> int:
    """Fetch what providers that do not call back tell; return how many fates. Killed in between, it is told again."""
    with transaction.atomic():
        known = list(Provider.objects.filter(is_active=True))
    told = 0
    for provider in known:
        transport, account = transports.get(provider.transport), account_of(provider)
        for name, fates in transport.collect(account):
            with transaction.atomic():
                for fate in fates:
                    settle_fate(provider_id=provider.pk, fate=fate, tries=TRIES)
            transport.forget(name, account)
            told += len(fates)
    return told


@transaction.atomic
def take_call(*, provider: Provider, said: Mapping[str, Any]) -> int:
    """Take what a provider calls back with; return how many fates it told. Each is settled by a job."""
    found = transports.get(provider.transport).fates(said, account_of(provider))
    for fate in found:
        defer(
            tasks.settle_fate,
            provider_id=provider.pk,
            reference=fate.reference,
            state=str(fate.state),
            reason=fate.reason,
            tries=0,
        )
    return len(found)


@transaction.atomic
def settle_fate(*, provider_id: int, fate: Fate, tries: int = 0) -> bool:
    """Write what became of a message, and say whether it changed anything. Called by a job, as the system.

    Delivered is the last word: what comes after changes nothing. A failure told twice falls over once. A reference
    that is not known yet is tried again.
    """
    message = _named(provider_id, fate.reference)
    if message is None:
        if tries < TRIES:
            later = clock.now() + EARLY * 2**tries
            defer(
                tasks.settle_fate,
                not_before=later,
                provider_id=provider_id,
                reference=fate.reference,
                state=str(fate.state),
                reason=fate.reason,
                tries=tries + 1,
            )
        return False
    if fate.state == MessageState.DELIVERED and message.state != MessageState.DELIVERED:
        return _delivered(message)
    if fate.state == MessageState.BOUNCED and message.state in _ON_THE_WAY:
        return come_back(message, f"provider_{fate.reason}")
    return False


@transaction.atomic
def return_letter(*, about: UUID, message_id: UUID, reason: str) -> bool:
    """Write that a letter came back; again without harm. ``reason`` is a short code. Raises NotFound."""
    with actor.admitting(message_id):
        letters = OutboundMessage.objects.select_for_update(of=("self",)).filter(about=about, channel="post")
        message = letters.filter(pk=message_id).first()
        if message is None:
            raise NotFound
        if message.state not in _ON_PAPER:
            return False
        return come_back(message, reason)


def come_back(message: OutboundMessage, reason: str) -> bool:
    """Write that a locked message reached nobody, and have the next way tried. Returns True."""
    with actor.admitting(message.pk, message.about):
        message.state, message.last_error = MessageState.BOUNCED, reason[:60]
        message.changed_at = clock.now()
        message.save(update_fields=["state", "last_error", "changed_at"])
        publish(MessageBounced(message_id=message.pk, about=message.about, channel=message.channel))
        fall_over(message)
    log.info("channels.bounced", message=str(message.pk), status=reason)
    return True


def _delivered(message: OutboundMessage) -> bool:
    with actor.admitting(message.pk, message.about):
        message.state, message.last_error = MessageState.DELIVERED, ""
        message.changed_at = message.delivered_at = clock.now()
        message.sent_at = message.sent_at or message.changed_at
        message.save(update_fields=["state", "last_error", "changed_at", "delivered_at", "sent_at"])
        publish(MessageArrived(message_id=message.pk, about=message.about, channel=message.channel))
    return True


def _named(provider_id: int, reference: str) -> OutboundMessage | None:
    """Return the locked message of a reference, the provider's or our own id."""
    messages = OutboundMessage.objects.select_for_update(of=("self",)).filter(provider_id=provider_id)
    found = messages.filter(reference=reference).first()
    if found is None:
        try:
            found = messages.filter(pk=UUID(reference)).first()
        except ValueError:
            return None
    return found

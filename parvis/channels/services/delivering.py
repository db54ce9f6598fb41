"""Handing messages to what carries them, and writing what became of each."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q

from parvis.channels import tasks
from parvis.channels.errors import CannotDeliver, TryAgain
from parvis.channels.events import LetterWanted, MessageDelivered, MessageFailed, MessageKept
from parvis.channels.models import MessageState, OutboundMessage
from parvis.channels.registry import Handed, channels
from parvis.channels.services.carrying import carry
from parvis.channels.services.failover import fall_over
from parvis.channels.services.send import attached
from parvis.common import actor, clock
from parvis.common.events import publish
from parvis.common.jobs import RETRY, defer

# Longer than any transport's own time limit: past it, who was sending is dead.
CLAIM_LASTS = timedelta(minutes=10)
MAX_ATTEMPTS = RETRY.max_attempts or 8
log = structlog.get_logger()

_ENDS = {
    MessageState.SENT: MessageDelivered,
    MessageState.UNDELIVERABLE: MessageFailed,
    MessageState.KEPT: MessageKept,
}
_LEFT = frozenset({MessageState.SENT, MessageState.DELIVERED})


def deliver_message(*, message_id: UUID) -> MessageState:
    """Send one message and record what became of it; return its state. Raises TryAgain: the job runs again later.

    Running it again does nothing once the message was sent, kept or given up, nor while another worker sends it. The
    transport is called outside any transaction; a worker killed between the sending and its record sends again, under
    the same Message-ID.
    """
    message = _claim(message_id)
    if message is None:
        return _state_of(message_id)
    if _is_undrawn(message):
        return _want_letter(message)
    handed = Handed()
    try:
        handed, reason = carry(message), ""
        state = handed.state
    except CannotDeliver as refusal:
        state, reason = MessageState.UNDELIVERABLE, refusal.reason
    except TryAgain as refusal:
        over = message.attempts >= MAX_ATTEMPTS
        state, reason = (MessageState.UNDELIVERABLE if over else MessageState.FAILED), refusal.reason
    _record(message, state, reason, handed)
    if state == MessageState.FAILED:
        raise TryAgain(reason)
    return state


@transaction.atomic
def take_up_lost_messages() -> int:
    """Defer again the messages whose job was lost, and return how many: queued, claimed or failed since too long."""
    now = clock.now()
    since = {
        MessageState.QUEUED: timedelta(minutes=15),
        MessageState.SENDING: CLAIM_LASTS,
        MessageState.FAILED: timedelta(hours=12),  # longer than the longest wait between two tries of a job
    }
    lost = Q()
    for state, lasts in since.items():
        lost |= Q(state=state, changed_at__lt=now - lasts)
    with actor.acting_as(actor.for_system("channels.take_up")):
        keys = list(
            OutboundMessage.objects.filter(lost).order_by("changed_at").values_list("pk", flat=True)[:500]
        )
    for key in keys:
        defer(tasks.deliver_message, message_id=str(key))
    return len(keys)


@transaction.atomic
def _claim(message_id: UUID) -> OutboundMessage | None:
    """Take a message for this worker, unless it is done, or another worker has it."""
    abandoned = Q(state=MessageState.SENDING, changed_at__lt=clock.now() - CLAIM_LASTS)
    free = Q(state__in=[MessageState.QUEUED, MessageState.FAILED]) | abandoned
    message = OutboundMessage.objects.select_for_update(skip_locked=True).filter(free, pk=message_id).first()
    if message is None:
        return None
    message.state, message.changed_at = MessageState.SENDING, clock.now()
    message.attempts += 1
    message.save(update_fields=["state", "changed_at", "attempts"])
    return message


def _is_undrawn(message: OutboundMessage) -> bool:
    return not channels.get(message.channel).electronic and not message.attachments


@transaction.atomic
def _want_letter(message: OutboundMessage) -> MessageState:
    """Give a letter that is not drawn back to the queue, and ask the room that wrote it for its PDF."""
    with actor.admitting(message.about):
        message.state, message.changed_at = MessageState.QUEUED, clock.now()
        message.attempts -= 1
        message.save(update_fields=["state", "changed_at", "attempts"])
        publish(LetterWanted(message_id=message.pk, about=message.about))
    return MessageState.QUEUED


@transaction.atomic
def give_letter(*, message_id: UUID, files: Iterable[Mapping[str, str]]) -> None:
    """Give a letter its PDF, drawn by the room that wrote it, and have it leave; again without harm."""
    message = OutboundMessage.objects.select_for_update(of=("self",)).get(pk=message_id)
    if message.attachments or message.state != MessageState.QUEUED:
        return
    message.attachments = attached(files)
    message.save(update_fields=["attachments"])
    defer(tasks.deliver_message, message_id=str(message.pk))


def _record(message: OutboundMessage, state: MessageState, reason: str, handed: Handed) -> None:
    # Whoever was handed the message is handed what it is about: the rooms above write its fate there.
    with transaction.atomic(), actor.admitting(message.about):
        message.state, message.last_error, message.changed_at = state, reason, clock.now()
        message.sent_at = message.changed_at if state in _LEFT else None
        message.reference, message.parts = handed.reference[:100], handed.parts
        message.save(update_fields=["state", "last_error", "changed_at", "sent_at", "reference", "parts"])
        if state in _ENDS:
            publish(_ENDS[state](message_id=message.pk, about=message.about, channel=message.channel))
        if state == MessageState.UNDELIVERABLE:
            fall_over(message)
    log.info("channels.message", message=str(message.pk), state=str(state), reason=reason)


@transaction.atomic
def _state_of(message_id: UUID) -> MessageState:
    return MessageState(OutboundMessage.objects.values_list("state", flat=True).get(pk=message_id))

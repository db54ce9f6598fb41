"""Writing messages down, and handing them to their transport."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q

from parvis.channels import gathering, tasks
from parvis.channels.errors import CannotDeliver, TryAgain
from parvis.channels.events import MessageDelivered, MessageFailed, MessageKept
from parvis.channels.models import MessageState, OutboundMessage
from parvis.channels.registry import AttachedFile, Outgoing, channels
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


@transaction.atomic
def queue_message(
    *,
    about: UUID,
    channel: str,
    recipient: str,
    subject: str,
    text: str,
    html: str = "",
    sender_name: str = "",
    reply_to: str = "",
    attachments: Iterable[Mapping[str, str]] = (),
) -> OutboundMessage:
    """Write a message down and defer its sending: both exist if and only if the transaction commits.

    ``about`` is the id of what the message concerns, told back by the events of its life; ``attachments`` are
    ``{"name", "media_type", "key"}``. A wrong address does not stop the writing room: the message becomes
    undeliverable, and ``MessageFailed`` tells it. Raises NotFound when no transport has that code.
    """
    now = clock.now()
    message = OutboundMessage(
        about=about,
        channel=channels.get(channel).code,
        recipient=recipient.strip()[:320],
        sender_name=sender_name[:200],
        reply_to=reply_to,
        subject=" ".join(subject.split())[:250],
        text=text,
        html=html,
        attachments=[{key: file[key] for key in ("name", "media_type", "key")} for file in attachments],
        queued_at=now,
        changed_at=now,
    )
    if not gathering.hold(message):
        gathering.write([message])
    return message


def deliver_message(*, message_id: UUID) -> MessageState:
    """Send one message and record what became of it; return its state. Raises TryAgain: the job runs again later.

    Running it again does nothing once the message was sent, kept or given up, nor while another worker sends it. The
    transport is called outside any transaction; a worker killed between the sending and its record sends again, under
    the same Message-ID.
    """
    message = _claim(message_id)
    if message is None:
        return _state_of(message_id)
    try:
        state, reason = _hand_over(message), ""
    except CannotDeliver as refusal:
        state, reason = MessageState.UNDELIVERABLE, refusal.reason
    except TryAgain as refusal:
        over = message.attempts >= MAX_ATTEMPTS
        state, reason = (MessageState.UNDELIVERABLE if over else MessageState.FAILED), refusal.reason
    _record(message, state, reason)
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


def _hand_over(message: OutboundMessage) -> MessageState:
    channel = channels.get(message.channel)
    if not channel.ready():
        return MessageState.KEPT
    channel.send(
        Outgoing(
            id=message.pk,
            recipient=message.recipient,
            subject=message.subject,
            text=message.text,
            html=message.html,
            sender_name=message.sender_name,
            reply_to=message.reply_to,
            attachments=[AttachedFile(**file) for file in message.attachments],
        )
    )
    return MessageState.SENT


def _record(message: OutboundMessage, state: MessageState, reason: str) -> None:
    # Whoever was handed the message is handed what it is about: the rooms above write its fate there.
    with transaction.atomic(), actor.admitting(message.about):
        message.state, message.last_error, message.changed_at = state, reason, clock.now()
        message.sent_at = message.changed_at if state == MessageState.SENT else None
        message.save(update_fields=["state", "last_error", "changed_at", "sent_at"])
        if state in _ENDS:
            publish(_ENDS[state](message_id=message.pk, about=message.about))
    log.info("channels.message", message=str(message.pk), state=str(state), reason=reason)


@transaction.atomic
def _state_of(message_id: UUID) -> MessageState:
    return MessageState(OutboundMessage.objects.values_list("state", flat=True).get(pk=message_id))

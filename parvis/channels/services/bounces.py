"""What comes back: the message it concerns is known again, and those who wrote it are told."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from parvis.channels.mail.tags import Tag
from parvis.channels.models import MessageState, OutboundMessage
from parvis.channels.services.fates import come_back
from parvis.common import actor


def messages_named(
    *,
    messages: Sequence[UUID],
    tags: Sequence[Tag],
    recipients: Iterable[str] = (),
    about: Sequence[UUID] = (),
) -> list[OutboundMessage]:
    """Return the messages of ours that a mail names, the surest first: by their id, then by their tag.

    A tag of what a message is about names its last message to one of ``recipients``, if any; so does ``about``.
    """
    keys = [*messages, *(tag.key for tag in tags if tag.kind == "m")]
    found = {message.pk: message for message in OutboundMessage.objects.filter(pk__in=keys)}
    named = [found[key] for key in dict.fromkeys(keys) if key in found]
    about = [*(tag.key for tag in tags if tag.kind == "d"), *about]
    if named or not about:
        return named
    addresses = Q()
    for address in list(recipients)[:10]:
        addresses |= Q(recipient__iexact=address)
    last = OutboundMessage.objects.filter(addresses, about__in=about).order_by("-queued_at", "-pk").first()
    return [last] if last and addresses else []


@transaction.atomic
def record_bounce(*, message: OutboundMessage, status: str) -> None:
    """Record that a message came back, once; whoever wrote it is told. ``status`` is the server's code (RFC 3463)."""
    with actor.admitting(message.pk, message.about):
        locked = OutboundMessage.objects.select_for_update(of=("self",)).get(pk=message.pk)
        if locked.state in {MessageState.BOUNCED, MessageState.KEPT, MessageState.QUEUED}:
            return
        come_back(locked, f"bounced_{status or 'unknown'}")

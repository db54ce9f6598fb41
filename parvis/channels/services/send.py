"""Writing messages down, with the job that sends them."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from parvis.channels import gathering
from parvis.channels.models import OutboundMessage
from parvis.channels.registry import channels
from parvis.common import clock


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
    **chained: Any,
) -> OutboundMessage:
    """Write a message down and defer its sending: both exist if and only if the transaction commits.

    ``about`` is the id of what the message concerns, told back by the events of its life; ``attachments`` are
    ``{"name", "media_type", "key"}``; ``chained`` is for ``failover``: the columns of a message that has other ways to
    its person. A wrong address does not stop the writing room: the message becomes
    undeliverable, and ``MessageFailed`` tells it. Raises NotFound when no transport has that code.
    """
    now = clock.now()
    message = OutboundMessage(
        about=about,
        channel=channels.get(channel).code,
        recipient=recipient.strip()[:600],
        sender_name=sender_name[:200],
        reply_to=reply_to,
        subject=" ".join(subject.split())[:250],
        text=text,
        html=html,
        attachments=attached(attachments),
        queued_at=now,
        changed_at=now,
        **chained,
    )
    if not gathering.hold(message):
        gathering.write([message])
    return message


def attached(files: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return of files what a message keeps: their name, media type and key in the storage."""
    return [{key: file[key] for key in ("name", "media_type", "key")} for file in files]

"""A message with several ways to its person: the first that works, in their order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from parvis.channels.events import PersonNotReached
from parvis.channels.gathering import once
from parvis.channels.models import OutboundMessage
from parvis.channels.registry import Written, channels
from parvis.channels.services.providers import has_provider
from parvis.channels.services.send import queue_message
from parvis.channels.services.styles import style_of
from parvis.common.events import publish


@dataclass(frozen=True)
class Way:
    """One way to a person: a channel, and their address there."""

    channel: str
    recipient: str


@transaction.atomic
def reach(
    *,
    about: UUID,
    organisation_id: int,
    purpose: str,
    written: Written,
    ways: Sequence[Way],
    binding: bool = False,
    sender_name: str = "",
    reply_to: str = "",
    attachments: Iterable[Mapping[str, str]] = (),
) -> OutboundMessage:
    """Write a message to a person by the first of some ways; the others follow by themselves when it fails.

    ``purpose`` is what the message is, in a word; ``binding`` says that it carries a time limit. Raises IndexError
    without any way, NotFound when a channel is not known.
    """
    common = {
        "about": about,
        "sender_name": sender_name,
        "reply_to": reply_to,
        "attachments": list(attachments),
        "organisation_id": organisation_id,
        "purpose": purpose,
        "binding": binding,
        "written": asdict(written),
    }
    return _queue(ways, written, common)


def fall_over(message: OutboundMessage) -> None:
    """Have the next way tried after one that failed, in the transaction that says so; the room that wrote is told
    once no electronic way is left. ``message`` is locked, and its caller sees what it is about.
    """
    if not message.written or message.followed_by:
        return
    ways = _carried([Way(**way) for way in message.ways], message.organisation_id)
    if ways:
        common = {
            name: getattr(message, name)
            for name in (
                "about", "sender_name", "reply_to", "attachments", "organisation_id", "purpose", "binding", "written",
            )
        }  # fmt: skip
        following = _queue(ways, Written(**message.written), common)
        message.followed_by = following.pk
        message.save(update_fields=["followed_by"])
    if not ways or not channels.get(ways[0].channel).electronic:
        publish(PersonNotReached(message_id=message.pk, about=message.about, letter=bool(ways)))


def _carried(ways: Sequence[Way], organisation_id: int | None) -> list[Way]:
    """Return the ways for which something carries messages: an SMS without provider would only fail."""
    served = {way.channel for way in ways if not _needs_provider(way)}
    for way in ways:
        if way.channel not in served and has_provider(way.channel, organisation_id):
            served.add(way.channel)
    return [way for way in ways if way.channel in served]


def _needs_provider(way: Way) -> bool:
    channel = channels.get(way.channel)
    return not (channel.own or channel.by_hand or settings.DEMONSTRATION)


def _queue(ways: Sequence[Way], written: Written, common: dict[str, Any]) -> OutboundMessage:
    way, body = ways[0], common["organisation_id"]
    style = once(("style", body), lambda: style_of(body))
    channel = channels.get(way.channel)
    subject, text = channel.draw(written, style)
    return queue_message(
        channel=way.channel,
        recipient=way.recipient,
        subject=subject,
        text=text,
        ways=[asdict(other) for other in ways[1:]],
        registered=style.registered and common["binding"] and not channel.electronic,
        **common,
    )

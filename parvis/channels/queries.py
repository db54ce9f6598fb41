"""Reads of messages, under the actor's scope."""

from uuid import UUID

from parvis.channels.models import MessageState, OutboundMessage
from parvis.channels.registry import Health, channels


def messages_about(about: UUID) -> list[OutboundMessage]:
    """Return what was written about something, oldest first, as far as the actor sees it."""
    return list(OutboundMessage.objects.filter(about=about))


def states_about(about: UUID) -> dict[UUID, MessageState]:
    """Return where each message about something is in its life, as far as the actor sees it."""
    states = OutboundMessage.objects.filter(about=about).order_by().values_list("pk", "state")
    return {key: MessageState(state) for key, state in states}


def latest_messages(limit: int = 100) -> list[OutboundMessage]:
    """Return the latest messages that the actor sees, newest first: the demonstration's page of messages."""
    return list(OutboundMessage.objects.order_by("-queued_at", "-id")[:limit])


def check_channels() -> dict[str, Health]:
    """Try every transport and return what was found, by code."""
    return {channel.code: channel.check() for channel in channels}

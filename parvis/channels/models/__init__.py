"""Models of the channels room."""

from parvis.channels.models.outbound_message import MessageState, OutboundMessage

__all__ = ["MessageState", "OutboundMessage"]

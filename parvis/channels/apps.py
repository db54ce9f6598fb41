"""Application of the channels room."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Transports of messages."""

    name = "parvis.channels"
    label = "channels"

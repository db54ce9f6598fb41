"""Application of the channels room."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Transports of messages."""

    name = "parvis.channels"
    label = "channels"

    def ready(self) -> None:
        """Import what is found by import."""
        from parvis.channels import personal_data  # noqa: F401, PLC0415

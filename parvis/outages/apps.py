"""Application of the outages room."""

from django.apps import AppConfig


class OutagesConfig(AppConfig):
    """Outages, probes, failed attempts."""

    name = "parvis.outages"
    label = "outages"

    def ready(self) -> None:
        """Import what is found by import."""
        from parvis.outages import personal_data  # noqa: F401, PLC0415

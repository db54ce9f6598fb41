"""Application of the studio room."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    """Pages for builders of procedures."""

    name = "parvis.studio"
    label = "studio"

    def ready(self) -> None:
        """Declare what is personal."""
        from parvis.studio import personal_data  # noqa: F401, PLC0415

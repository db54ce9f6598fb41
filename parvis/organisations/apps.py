"""Application of the organisations room."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Bodies, teams, agents."""

    name = "parvis.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Import what is found by import."""
        from parvis.organisations import personal_data  # noqa: F401, PLC0415

"""Application of the people room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons."""

    name = "parvis.people"
    label = "people"

    def ready(self) -> None:
        """Import what is found by import."""
        from parvis.people import personal_data  # noqa: F401, PLC0415

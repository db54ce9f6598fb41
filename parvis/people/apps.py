"""Application of the people room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons."""

    name = "parvis.people"
    label = "people"

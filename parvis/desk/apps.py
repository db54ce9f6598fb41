"""Application of the desk room."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Pages for agents."""

    name = "parvis.desk"
    label = "desk"

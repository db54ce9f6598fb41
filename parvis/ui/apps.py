"""Application of the ui room."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Design system."""

    name = "parvis.ui"
    label = "ui"

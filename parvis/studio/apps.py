"""Application of the studio room."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    """Pages for builders of procedures."""

    name = "parvis.studio"
    label = "studio"

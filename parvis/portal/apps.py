"""Application of the portal room."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages for residents."""

    name = "parvis.portal"
    label = "portal"

"""The demonstration as an application, for its templates. Installed only with PARVIS_DEMO."""

from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """Sample data and pages."""

    name = "config.demonstration"
    label = "demonstration"

"""Application of the common room."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Accounts and plumbing."""

    name = "parvis.common"
    label = "common"
    default_auto_field = "django.db.models.BigAutoField"

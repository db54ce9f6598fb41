"""The sign-in of agents as an application, for its templates and its ear for invitations."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Adapters to the sign-in libraries."""

    name = "config.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Import what is found by import."""
        from config.accounts import invitations, personal_data, second_factor  # noqa: F401

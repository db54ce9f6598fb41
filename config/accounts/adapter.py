"""How allauth behaves here: agents are invited by their body, nobody signs up alone, mails leave by our queue."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

from parvis.channels.services.send import queue_message
from parvis.common import throttle
from parvis.common.errors import TooMany
from parvis.common.ids import new_id
from parvis.common.models import Account
from parvis.organisations.sessions import agent_for_account


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closed sign-up; every mail is a queued message like any other."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the name is allauth's
        """Return False: an agent's account is made by the body that habilitates them."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again before a change of protection, unless it was given a few minutes ago."""
        given = [record["at"] for record in get_authentication_records(self.request, self.request.user)]
        if given and time.time() - max(given) < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def send_password_reset_mail(self, user: Account, email: str, context: dict[str, Any]) -> None:
        """Send a link to choose a password, to agents only: a resident has none, and signs in by a link."""
        if agent_for_account(user.pk) is not None:
            super().send_password_reset_mail(user, email, context)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Account,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell an agent that the protection of their account changed, at the address they sign in with."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue a mail of allauth's, at most ten an hour for one address; past that, silently none."""
        try:
            throttle.hit("accounts.mail", email.lower(), limit=10, seconds=3600)
        except TooMany:
            return
        mail = self.render_mail(template_prefix, email, context)
        queue_message(
            about=new_id(), channel="email", recipient=email, subject=str(mail.subject), text=str(mail.body)
        )

"""An agent reaches the desk only once their second factor was shown in this session (TOTP, passkey, recovery code)."""

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.signals import authenticator_added
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from config.middleware.closed import AGENTS_ONLY

_KEY = "second_factor"


def remember_second_factor(request: HttpRequest) -> None:
    """Keep in the session that its user has shown their second factor."""
    request.session[_KEY] = request.user.pk


def has_second_factor(request: HttpRequest) -> bool:
    """Say whether the user showed a second factor in this session: at sign-in, or by setting it up."""
    if request.session.get(_KEY) == request.user.pk:
        return True
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


@receiver(authenticator_added)
def _set_up_here(request: HttpRequest, **_kwargs: Any) -> None:
    """Count a second factor just set up as shown: its code or key was checked on the way (allauth's own signal)."""
    remember_second_factor(request)


class SecondFactorMiddleware:
    """Leads an agent without second factor to the page that sets it up, before any page of the desk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, or lead elsewhere."""
        if (
            request.path.startswith(AGENTS_ONLY)
            and getattr(request, "agent", None)
            and not has_second_factor(request)
        ):
            messages.info(
                request,
                _(
                    "Avant d’entrer, protégez votre compte : ajoutez une application de codes ou une clé "
                    "d’accès. Cela prend deux minutes."
                ),
            )
            return redirect("mfa_index")
        return self.get_response(request)

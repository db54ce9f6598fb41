"""Closed by default: a stranger reaches a view only through a door that is on this short, reviewed list."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext_lazy

from config.refusals import wants_problem

# Door by door, why a stranger may enter it. Everything else asks for an agent's sign-in, unless the view itself is
# marked ``login_not_required`` (sign-in pages do so).
OPEN_ROOMS = {
    "parvis.portal": "residents need no account; row security shows them what they proved and nothing else",
    "parvis.api": "machines show a key, checked by each endpoint",
}
OPEN_ADDRESSES = {
    "/api/": "django-ninja wraps its views, so that their module does not tell their room",
}
AGENTS_ONLY = ("/bureau/", "/atelier/")
NOT_AN_AGENT = gettext_lazy(
    "Le bureau et l’atelier sont réservés aux agents. Votre compte n’est pas celui d’un agent en fonction. "
    "Si vous devez y avoir accès, demandez-le à l’administrateur de votre organisme."
)


class ClosedByDefaultMiddleware(LoginRequiredMiddleware):
    """Asks for sign-in unless the door is open; on the desk, for an account that is an agent's."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Let in, or answer in place of the view."""
        if is_open(request.path, view_func):
            return None
        answer: HttpResponseBase | None = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is None and request.path.startswith(AGENTS_ONLY) and not getattr(request, "agent", None):
            raise PermissionDenied(NOT_AN_AGENT)
        return answer

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseRedirect:
        """Lead a browser to the sign-in page; tell a program in a way it understands."""
        if wants_problem(request):
            raise PermissionDenied
        return super().handle_no_permission(request, view_func)


def is_open(address: str, view_func: Callable[..., Any]) -> bool:
    """Tell whether a stranger may reach a view at an address."""
    if not getattr(view_func, "login_required", True):
        return True
    room = ".".join(view_func.__module__.split(".")[:2])
    return room in OPEN_ROOMS or any(address.startswith(prefix) for prefix in OPEN_ADDRESSES)

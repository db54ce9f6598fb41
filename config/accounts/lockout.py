"""What django-axes counts failures by."""

from typing import Any

from django.http import HttpRequest


def login_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Return the address someone tries to sign in with, in one case (AXES_USERNAME_CALLABLE)."""
    given = (
        (credentials or {}).get("email") or (credentials or {}).get("username") or request.POST.get("login")
    )
    return str(given or "").strip().lower()

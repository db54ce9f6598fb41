"""Where the demonstration's pages may exist: on a machine that only answers itself, and nowhere else.

They let anyone sign in as anyone and read every message, so three things must hold: PARVIS_DEMO is set, the server
listens on a loopback address, and the product's public address is one. Then each request is checked too.
"""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_FORWARDED")


def is_loopback(host: str) -> bool:
    """Say whether a host names this machine only: localhost, 127.0.0.0/8 or ::1, with or without a port."""
    name = urlsplit(f"//{host}").hostname or ""
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def may_exist() -> bool:
    """Say whether the demonstration's pages may be in the list of addresses of this process."""
    return (
        settings.DEMONSTRATION
        and is_loopback(settings.ENVIRONMENT.listen)
        and is_loopback(urlsplit(settings.PUBLIC_URL).netloc)
    )


def only_here(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator: answer « not found » unless the request comes from this machine, to this machine, through no proxy."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        from_here = is_loopback(_bracketed(request.META.get("REMOTE_ADDR", "")))
        to_here = is_loopback(request.get_host())
        if not (may_exist() and from_here and to_here) or any(name in request.META for name in _FORWARDED):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address

"""Limits on what one visitor may try, by the address they come from."""

from django.http import HttpRequest

from parvis.common import clock, throttle


def limit(request: HttpRequest, purpose: str, *, most: int, seconds: int) -> None:
    """Count one attempt of this visitor. Raises TooMany past ``most`` in a window of ``seconds``."""
    throttle.hit(purpose, address_of(request), limit=most, seconds=seconds)


def stay(request: HttpRequest) -> None:
    """Keep the session of someone who is filling a form from running out: it is renewed once an hour, not each time."""
    hour = int(clock.now().timestamp()) // 3600
    if request.session.get("hour") != hour:
        request.session["hour"] = hour


def address_of(request: HttpRequest) -> str:
    """Return the address a visitor comes from, as the server sees it (a reverse proxy's own is set aside there)."""
    return str(request.META.get("REMOTE_ADDR", ""))

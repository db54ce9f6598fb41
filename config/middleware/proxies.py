"""The address a visitor comes from, when reverse proxies of ours stand in between (PARVIS_PROXIES)."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ProxiesMiddleware:
    """Puts the visitor's address where everything looks for it: limits on attempts count by it.

    Each proxy adds at the right end of ``X-Forwarded-For`` the address that called it. What stands further left than
    our own proxies may have been written by the visitor: it is not read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if 0 < settings.PROXIES <= len(hops) and (address := hops[-settings.PROXIES].strip()):
            request.META["REMOTE_ADDR"] = address
        return self.get_response(request)

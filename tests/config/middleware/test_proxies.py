"""Limits on attempts count by the visitor's address, which a reverse proxy must not hide nor a visitor forge."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from config.middleware.proxies import ProxiesMiddleware

NGINX = "127.0.0.1"


def seen(forwarded: str | None) -> str:
    met: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        met.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    ProxiesMiddleware(view)(RequestFactory().get("/", REMOTE_ADDR=NGINX, **headers))
    return met[0]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.7", NGINX),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (1, "2001:db8::7", "2001:db8::7"),
        (1, None, NGINX),
        (1, "", NGINX),
        (2, "203.0.113.7", NGINX),
    ],
    ids=["no proxy", "one", "forged", "two", "IPv6", "no header", "empty header", "fewer than said"],
)
def test_the_visitor_is_the_one_who_called_our_first_proxy(
    proxies: int, forwarded: str | None, address: str
) -> None:
    with override_settings(PROXIES=proxies):
        assert seen(forwarded) == address

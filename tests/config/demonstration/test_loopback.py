"""The demonstration's pages exist for this machine alone."""

from dataclasses import replace
from importlib import import_module

import pytest
from django.http import Http404, HttpResponse
from django.urls import NoReverseMatch, reverse

from config.demonstration.loopback import is_loopback, may_exist, only_here


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1", "127.8.9.1:80", "[::1]:8000", "[::1]"]
)
def test_these_name_this_machine(host):
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "0.0.0.0",
        "[::]",
        "10.0.0.1",
        "demo.example.org",
        "localhost.example.org",
        "127.0.0.1.nip.io",
        "2130706433",
    ],
)
def test_these_do_not(host):
    assert not is_loopback(host)


@pytest.fixture
def demonstration(settings):
    import_module("config.urls")  # reads the settings once: those of a real installation

    def install(*, on=True, listen="127.0.0.1", public="http://127.0.0.1:8000"):
        settings.DEMONSTRATION = on
        settings.ENVIRONMENT = replace(settings.ENVIRONMENT, listen=listen)
        settings.PUBLIC_URL = public
        settings.ALLOWED_HOSTS = ["*"]

    return install


def test_they_exist_on_a_loopback_address_of_a_demonstration(demonstration):
    demonstration()
    assert may_exist()


@pytest.mark.parametrize(
    "changed",
    [
        {"on": False},
        {"listen": "0.0.0.0"},
        {"listen": "10.0.0.4"},
        {"listen": ""},
        {"public": "https://parvis.example.org"},
    ],
)
def test_they_do_not_exist_otherwise(demonstration, changed):
    demonstration(**changed)
    assert not may_exist()


def test_outside_a_demonstration_they_have_no_address(client, db):
    with pytest.raises(NoReverseMatch):
        reverse("demonstration:index")
    assert client.get("/demo/").status_code == 404


@only_here
def secret(request):
    return HttpResponse("everything")


HERE = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"}


def test_a_request_from_here_to_here_is_answered(demonstration, rf):
    demonstration()
    assert secret(rf.get("/demo/", **HERE)).content == b"everything"
    assert secret(rf.get("/demo/", **HERE | {"REMOTE_ADDR": "::1"})).content == b"everything"


@pytest.mark.parametrize(
    "changed",
    [
        {"REMOTE_ADDR": "192.168.1.20"},
        {"REMOTE_ADDR": ""},
        {"HTTP_HOST": "rebound.example.org"},
        {"HTTP_X_FORWARDED_FOR": "192.168.1.20"},
        {"HTTP_X_REAL_IP": "192.168.1.20"},
    ],
)
def test_a_request_from_elsewhere_by_another_name_or_through_a_proxy_finds_nothing(
    demonstration, rf, changed
):
    demonstration()
    with pytest.raises(Http404):
        secret(rf.get("/demo/", **HERE | changed))

"""The probes of the platform: each says what is wrong, and one that breaks hides no other."""

import http.client

import pytest
from django.test import override_settings

from parvis.outages.models import Function, Heartbeat, Outage, ProbeRecord
from parvis.outages.probing import FAILURES, probes
from parvis.outages.services.watching import watch

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]


class Door:
    """What stands at the network's edge: a server that answers what the test says."""

    status: int | Exception = 200

    def __init__(self, *_place, **_more):
        pass

    def request(self, *_asked, **_more):
        if isinstance(self.status, Exception):
            raise self.status

    def getresponse(self):
        return type("Answer", (), {"status": self.status})

    def close(self):
        pass


@pytest.fixture
def door(monkeypatch):
    class Fresh(Door):
        pass

    monkeypatch.setattr(http.client, "HTTPConnection", Fresh)
    return Fresh


@pytest.mark.parametrize("probe", list(probes), ids=lambda probe: probe.code)
def test_a_probe_names_what_fails_for_people(probe):
    assert set(probe.functions) <= set(Function)
    assert probe.functions
    assert len(probe.code) <= 30


@pytest.mark.parametrize("code", ["database", "jobs", "storage"])
def test_what_works_is_found_well(code):
    assert probes.get(code).look() == ""


def test_what_is_not_set_up_cannot_fail():
    assert not probes.get("mail").is_used() or probes.get("mail").look() == ""
    with override_settings(CLAMAV_SOCKET=""):
        assert not probes.get("antivirus").is_used()


@pytest.mark.parametrize(
    ("status", "found"), [(200, ""), (503, "503"), (ConnectionRefusedError(), "ConnectionRefusedError")]
)
def test_the_pages_are_asked_as_a_browser_does(door, status, found):
    door.status = status
    wrong = probes.get("web").look()

    assert wrong == found if found == "" else found in wrong


def test_each_minute_every_probe_is_asked_and_the_worker_beats(door):
    watch()

    assert Heartbeat.objects.get().part == "worker"
    assert set(ProbeRecord.objects.values_list("probe", flat=True)) >= {"web", "database", "jobs", "storage"}
    assert not Outage.objects.exists()


def test_a_probe_that_breaks_is_a_failure_found_and_hides_no_other(door, monkeypatch):
    def broken(_self):
        raise ZeroDivisionError

    monkeypatch.setattr(type(probes.get("database")), "look", broken)
    for _minute in range(FAILURES):
        watch()

    assert Outage.objects.get().probe == "database"
    assert ProbeRecord.objects.get(probe="web").failures == 0

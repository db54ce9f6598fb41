"""A switchboard tells its calls: by a key that opens nothing else."""

import pytest

from parvis.api.models import Scope
from parvis.channels.models import PhoneCall
from tests.factories.api import make_caller

pytestmark = pytest.mark.django_db
RUNG = {"call": "2026-17", "event": "rung", "number": "0612345678"}


def test_an_event_is_kept_once_and_answers_with_the_page_to_open(system):
    caller = make_caller()
    for _again in range(2):
        told = caller.post("/calls", RUNG)
    call = PhoneCall.objects.get()
    assert told.status_code == 200
    assert told.json() == {
        "id": str(call.pk),
        "state": "ringing",
        "address": f"http://testserver/bureau/appel/?appel={call.pk}",
    }
    assert call.organisation == caller.body


@pytest.mark.parametrize(
    "wrong",
    [
        {"event": "sung"},
        {"call": ""},
        {"call": "x" * 121},
        {"number": "6" * 201},
        {"at": "2026-11-22T10:00:00"},
        {"number": "06\0"},
        {"other": 1},
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_kept(system, wrong):
    assert make_caller().post("/calls", {**RUNG, **wrong}).status_code == 422
    assert not PhoneCall.objects.exists()


def test_a_key_without_the_scope_tells_nothing(system):
    caller = make_caller(scopes=[Scope.CASES_READ, Scope.CASES_CREATE])
    assert caller.post("/calls", RUNG).status_code == 403
    assert not PhoneCall.objects.exists()

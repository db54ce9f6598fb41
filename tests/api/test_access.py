"""Keys: who calls, with which scope, and how often."""

import pytest

from parvis.api.models import ApiKey, Scope
from parvis.api.services.keys import create_key, revoke_key
from parvis.common import clock
from parvis.common.errors import Invalid, NotFound
from tests.factories.api import a_case, make_caller
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


def refused(answer):
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def test_without_a_key_nothing_opens(system):
    caller = make_caller()
    answer = caller.client.get("/api/v1/cases")
    assert refused(answer) == (401, "bad_key")
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("shown", ["Bearer", "Bearer pv_nothing", "Basic YTpi", "Bearer \x00", "pv_x"])
def test_a_wrong_key_opens_nothing(system, shown):
    answer = make_caller().client.get("/api/v1/cases", headers={"Authorization": shown})
    assert refused(answer) == (401, "bad_key")


def test_a_revoked_key_stops_at_once(system):
    caller = make_caller()
    assert caller.get("/cases").status_code == 200
    revoke_key(prefix=ApiKey.objects.get().prefix)
    assert refused(caller.get("/cases")) == (401, "bad_key")


def test_a_closed_body_calls_no_more(system):
    caller = make_caller()
    caller.body.is_active = False
    caller.body.save()
    assert refused(caller.get("/cases")) == (401, "bad_key")


def test_a_scope_opens_its_endpoints_only(system):
    reader = make_caller(scopes=[Scope.CASES_READ])
    assert reader.get("/cases").status_code == 200
    assert refused(reader.post("/cases", a_case())) == (403, "missing_scope")
    assert refused(reader.get("/procedures")) == (403, "missing_scope")


def test_past_its_limit_a_key_waits(system):
    caller = make_caller(rate_limit=2)
    answers = [caller.get("/cases") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert refused(answers[-1]) == (429, "rate_limited")
    assert 0 < int(answers[-1]["Retry-After"]) <= 60


def test_a_key_is_kept_as_a_hash_and_its_use_noted_by_day(system):
    caller = make_caller()
    caller.get("/cases")
    key = ApiKey.objects.get()
    assert caller.key not in {key.hash, key.prefix, key.name}
    assert caller.key.startswith(f"pv_{key.prefix}_")
    assert key.last_used_on == clock.today()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"name": " "}, "name"), ({"scopes": []}, "scopes"), ({"rate_limit": 0}, "rate_limit")],
)
def test_a_key_needs_a_name_a_scope_and_a_limit(system, wrong, field):
    given = {
        "organisation": OrganisationFactory(),
        "name": "GRU",
        "scopes": [Scope.CASES_READ],
        "rate_limit": 1,
    }
    with pytest.raises(Invalid) as refusal:
        create_key(**{**given, **wrong})
    assert list(refusal.value.errors) == [field]


def test_revoking_an_unknown_key_says_so(system):
    with pytest.raises(NotFound):
        revoke_key(prefix="inconnu")

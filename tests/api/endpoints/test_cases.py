"""Cases over the API: lodged once, listed page after page, seen by their body alone."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest

from parvis.cases.models import Case, IntakeChannel
from parvis.cases.services.treatment import assign_case
from parvis.common import actor, clock
from parvis.organisations.models import Agent
from parvis.organisations.sessions import agent_session
from tests.factories.api import a_case, make_caller
from tests.factories.organisations import TerritoryFactory

pytestmark = pytest.mark.django_db


def test_a_case_is_born_as_by_any_other_door(system, run_jobs):
    caller = make_caller()
    person = {"last_name": "Vasseur", "email": "aude@exemple.fr", "phone": "06 12 34 56 78"}
    answer = caller.post("/cases", a_case(person=person))
    assert answer.status_code == 201
    told = answer.json()
    case = Case.objects.get(pk=told["id"])
    assert (case.channel, case.organisation, case.team) == (IntakeChannel.API, caller.body, caller.team)
    assert case.person.phone == "+33612345678"
    assert (told["number"], told["state"], told["team"]) == (case.number, "received", caller.team.name)
    assert told["subject"] == "Il penche vers la maison."
    assert told["due_on"] == case.due_on.isoformat()
    assert "cases.send_receipt" in run_jobs()
    with actor.acting_as(actor.for_system("tests")):
        assert [entry.by for entry in case.journal.filter(kind="received")] == ["api"]


def test_the_same_idempotency_key_gives_the_same_case(system):
    caller = make_caller()
    answers = [caller.post("/cases", a_case(), Idempotency_Key="dossier-12") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    assert Case.objects.count() == 1


def test_an_idempotency_key_does_not_serve_for_something_else(system):
    caller = make_caller()
    caller.post("/cases", a_case(), Idempotency_Key="dossier-12")
    answer = caller.post("/cases", a_case(language="en"), Idempotency_Key="dossier-12")
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")
    assert Case.objects.count() == 1


def test_two_bodies_may_use_the_same_idempotency_key(system):
    here, there = make_caller(), make_caller()
    first, second = (caller.post("/cases", a_case(), Idempotency_Key="1").json() for caller in (here, there))
    assert first["id"] != second["id"]


def test_without_idempotency_key_each_request_is_a_case(system):
    caller = make_caller()
    assert {caller.post("/cases", a_case()).status_code for _ in range(2)} == {201}
    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"answers": {}}, "answers.reason"),
        ({"answers": {"reason": "x", "colour": "green"}}, "answers.colour"),
        ({"answers": {"reason": "x", "protected": "perhaps"}}, "answers.protected"),
        (
            {"answers": {"reason": "x", "plan": [{"id": "019a8f3e-7c1a-7b42-8e3d-2f6b9c0d1e2f"}]}},
            "answers.plan",
        ),
        ({"answers": {"reason": "x", "plan": 3}}, "answers.plan"),
        ({"procedure": "inconnue"}, "procedure"),
        ({"procedure": "Pas un code"}, "procedure"),
        ({"municipality": "99999"}, "municipality"),
        ({"municipality": "Rouen"}, "municipality"),
        ({"person": {"email": "aude"}}, "person.email"),
        ({"person": {"phone": "12"}}, "person.phone"),
        ({"person": {"surname": "Vasseur"}}, "person.surname"),
        ({"received_at": "2999-01-01T00:00:00Z"}, "received_at"),
        ({"received_at": "2026-01-01T00:00:00"}, "received_at"),
        ({"channel": "pigeon"}, "channel"),
        ({"colour": "green"}, "colour"),
        ({"answers": {"reason": "a\x00b"}}, "body"),
    ],
)
def test_each_wrong_field_is_named_with_a_sentence(system, changes, field):
    answer = make_caller().post("/cases", a_case(**changes))
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert field in answer.json()["errors"]
    assert all(sentence for sentences in answer.json()["errors"].values() for sentence in sentences)
    assert not Case.objects.exists()


def test_a_municipality_given_beside_the_answers_places_the_case(system):
    caller = make_caller()
    place = caller.body.territory
    told = caller.post("/cases", a_case(municipality=place.code)).json()
    assert (told["municipality"], told["place"]) == (place.code, place.name)


def test_where_nobody_is_competent_nothing_is_lodged(system):
    elsewhere = TerritoryFactory()
    answer = make_caller().post("/cases", a_case(municipality=elsewhere.code))
    assert (answer.status_code, answer.json()["code"]) == (409, "not_competent")


def test_the_clock_starts_when_the_words_reached_the_body(system):
    caller = make_caller()
    told = caller.post("/cases", a_case(received_at="2026-01-16T09:00:00+01:00", channel="post")).json()
    assert (told["due_on"], told["channel"]) == ("2026-03-16", "post")


def test_a_key_reads_the_cases_of_its_body_and_no_other(system):
    here, there = make_caller(), make_caller()
    told = here.post("/cases", a_case(answers={"reason": "Ici"})).json()
    seen = here.get(f"/cases/{told['id']}")
    assert (seen.status_code, seen.json()) == (200, told)
    hidden = there.get(f"/cases/{told['id']}")
    assert (hidden.status_code, hidden.json()["code"]) == (404, "case_not_found")
    assert [case["id"] for case in here.get("/cases").json()["items"]] == [told["id"]]
    assert there.get("/cases").json() == {"items": [], "next": None}


def test_pages_follow_each_other_newest_first(system):
    caller = make_caller()
    born = [
        caller.post("/cases", a_case(received_at=f"2026-01-{day:02}T08:00:00Z")).json()
        for day in (3, 1, 2, 2)
    ]
    seen, after = [], None
    while True:
        page = caller.get("/cases", {"limit": 1} | ({"after": after} if after else {})).json()
        seen += [case["id"] for case in page["items"]]
        after = page["next"]
        if after is None:
            break
    newest_first = sorted(born, key=lambda case: (case["received_at"], case["id"]), reverse=True)
    assert seen == [case["id"] for case in newest_first]


def test_filters_narrow_the_list(system):
    caller = make_caller()
    old = caller.post("/cases", a_case(received_at="2025-01-01T08:00:00Z")).json()["id"]
    new = caller.post("/cases", a_case()).json()["id"]
    agent = Agent.objects.get(organisation=caller.body)
    session = agent_session(agent.pk)
    with actor.acting_as(session.actor()), clock.standing_at(datetime.now(UTC) + timedelta(hours=1)):
        assign_case(case_id=old, to=agent, by=session)

    def listed(**filters):
        return [case["id"] for case in caller.get(f"/cases?{urlencode(filters)}").json()["items"]]

    assert listed() == [new, old]
    assert listed(state="in_progress") == [old]
    assert listed(procedure="abattage-arbre", received_since="2025-06-01T00:00:00Z") == [new]
    assert listed(procedure="autre") == []
    assert listed(changed_since="2025-01-01T00:00:00Z") == [new, old]
    assert listed(changed_since=(datetime.now(UTC) + timedelta(minutes=30)).isoformat()) == [old]
    assert listed(received_since="0992-04-26T10:43:14-21:32") == [
        new,
        old,
    ]  # an offset PostgreSQL does not know


@pytest.mark.parametrize(
    "query",
    [
        "after=rien",
        "limit=0",
        "limit=101",
        "state=perdue",
        "received_since=hier",
        "procedure=%00",
        "received_since=0001-01-01T00:00:00%2B10:00",
    ],
)
def test_a_wrong_filter_is_refused(system, query):
    answer = make_caller().get(f"/cases?{query}")
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [query.partition("=")[0]])


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"procedure": NaN}', b'{"answers": {"reason": 1e999}}', b"\xff\xfe", b"[" * 100_000],
)
def test_a_body_that_cannot_be_read_is_refused(system, body):
    answer = make_caller().post("/cases", body)
    assert answer.status_code in {400, 415, 422}
    assert answer.json()["code"] in {"malformed", "wrong_media_type", "invalid"}


def test_half_a_surrogate_pair_is_refused(system):
    body = json.dumps(a_case()).replace("Il penche", r"Il \ud800")
    assert make_caller().post("/cases", body).status_code == 422


def test_a_body_too_large_is_refused(system):
    answer = make_caller().post("/cases", a_case(answers={"reason": "x" * 6_000_000}))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_body_of_another_type_is_refused(system):
    caller = make_caller()
    answer = caller.client.post("/api/v1/cases", "x=1", content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, answer.json()["accepted"]) == (415, "application/json")


def test_a_method_that_is_not_served_is_refused(system):
    answer = make_caller().client.delete("/api/v1/cases")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert set(answer["Allow"].split(", ")) == {"GET", "POST"}

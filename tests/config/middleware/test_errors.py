import json

import pytest
import structlog
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404
from django.test import override_settings
from django.urls import include, path

from config.middleware import errors
from parvis.common.errors import DomainError, Invalid, NotAllowed, NotFound, TooMany

RAISED = {
    "refused": DomainError("Ce n’est pas possible.", fact=1),
    "not-found": NotFound(),
    "not-allowed": NotAllowed("Vous ne pouvez pas."),
    "invalid": Invalid({"name": ["Écrivez un nom."]}),
    "too-many": TooMany(retry_after=30),
    "404": Http404(),
    "403": PermissionDenied(),
    "fault": ZeroDivisionError("secret words of madame Dupont"),
    "away": OperationalError("connection refused"),
}


@login_not_required
def raising(request, kind):
    raise RAISED[kind]


urlpatterns = [path("raise/<str:kind>/", raising, name="raising"), path("", include("config.urls"))]
handler400, handler403, handler404, handler500 = (
    errors.bad_request,
    errors.forbidden,
    errors.not_found,
    errors.fault,
)
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def visitor(client):
    client.raise_request_exception = False
    return client


EXPECTED = [
    ("refused", 409, "refused"),
    ("not-found", 404, "not_found"),
    ("not-allowed", 403, "not_allowed"),
    ("invalid", 422, "invalid"),
    ("too-many", 429, "too_many_requests"),
    ("404", 404, "not_found"),
    ("403", 403, "not_allowed"),
    ("fault", 500, "fault"),
    ("away", 503, "unavailable"),
]


@pytest.mark.parametrize(("kind", "status", "code"), EXPECTED)
def test_a_person_gets_a_page_that_says_what_happened(visitor, kind, status, code):
    answer = visitor.get(f"/raise/{kind}/")
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("text/html")
    assert "<h1" in answer.content.decode()
    assert "Dupont" not in answer.content.decode()


@pytest.mark.parametrize(("kind", "status", "code"), EXPECTED)
def test_a_program_gets_problem_json(visitor, kind, status, code):
    answer = visitor.get(f"/raise/{kind}/", headers={"Accept": "application/json"})
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    told = json.loads(answer.content)
    assert (told["status"], told["code"], told["type"]) == (status, code, f"urn:parvis:problem:{code}")
    assert told["title"]
    assert "Dupont" not in answer.content.decode()


def test_facts_and_sentences_of_a_refusal_reach_the_program(visitor):
    told = visitor.get("/raise/refused/", headers={"Accept": "application/json"}).json()
    assert (told["detail"], told["fact"]) == ("Ce n’est pas possible.", 1)
    told = visitor.get("/raise/invalid/", headers={"Accept": "application/json"}).json()
    assert told["errors"] == {"name": ["Écrivez un nom."]}


@pytest.mark.parametrize(("kind", "seconds"), [("too-many", "30"), ("away", "5")])
def test_who_must_wait_is_told_how_long(visitor, kind, seconds):
    assert visitor.get(f"/raise/{kind}/")["Retry-After"] == seconds


def test_an_unknown_address_is_a_page_and_under_the_api_a_problem(visitor):
    assert visitor.get("/sans/suite/aucune/").status_code == 404
    assert visitor.get("/api/v1/nowhere")["Content-Type"] == "application/problem+json"


def test_a_form_sent_from_elsewhere_is_refused_with_a_way_out(client):
    from tests.harness.strictness import StrictClient

    answer = StrictClient(enforce_csrf_checks=True).post("/compte/login/", {})
    assert answer.status_code == 403
    assert "rechargez-la" in answer.content.decode()


def test_the_log_of_a_fault_says_where_and_never_quotes_its_words(visitor):
    with structlog.testing.capture_logs() as lines:
        visitor.get("/raise/fault/")
    assert [(line["event"], line["kind"], line["view"]) for line in lines] == [
        ("fault", "ZeroDivisionError", "raising")
    ]
    assert "Dupont" not in str(lines)


@override_settings(DEBUG=False, DEMONSTRATION=True)
def test_on_a_demonstration_the_words_are_kept(visitor):
    with structlog.testing.capture_logs() as lines:
        visitor.get("/raise/fault/")
    assert "Dupont" in lines[0]["words"]

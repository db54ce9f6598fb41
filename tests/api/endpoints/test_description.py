"""The description of the API, for programs and for people."""

import re

import pytest

from parvis.api.urls import api

pytestmark = pytest.mark.django_db


def test_anyone_may_read_the_description(client):
    answer = client.get("/api/v1/openapi.json")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    paths = answer.json()["paths"]
    assert {verb for verbs in paths.values() for verb in verbs} == {"get", "post"}
    assert all(path.startswith("/api/v1/") for path in paths)


def test_every_operation_tells_its_refusals_as_problems():
    for verbs in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].values():
        for operation in verbs.values():
            refused = {status for status in operation["responses"] if int(status) >= 400}
            assert {401, 403, 429, 500} <= {int(status) for status in refused}
            assert all(
                "application/problem+json" in operation["responses"][status]["content"] for status in refused
            )
            assert operation["security"]


def test_the_page_of_documentation_has_no_script_of_its_own_and_names_every_address(client):
    page = client.get("/api/v1/docs").content.decode()
    assert "/api/v1/cases/{case_id}" in page
    assert "openapi.json" in page
    assert not re.search(r"<script(?![^>]* src=)", page)
    assert not re.search(r"(src|href)=\"https?://", page)


def test_an_unknown_address_is_a_problem_too(client):
    answer = client.get("/api/v1/nothing")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")

"""The API keeps the promises of its own description, whatever is sent to it (schemathesis, bounded)."""

import json
from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import Case as Call
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from parvis.api.urls import api
from tests.factories.api import CODE, Caller, a_case, make_caller

pytestmark = pytest.mark.django_db

PATHS = json.loads(api.description_json)["paths"]
OPERATIONS = sorted(operation["operationId"] for verbs in PATHS.values() for operation in verbs.values())
EXAMPLES = 15
SENSE = [positive_data_acceptance]
"""A schema knows shapes only: a date to come, a procedure the body does not offer have the right shape."""


@pytest.fixture
def caller(system: None) -> Caller:
    """Return a caller whose limit is out of reach."""
    return make_caller(rate_limit=1_000_000)


@pytest.fixture
def known(caller: Caller) -> dict[str, str]:
    """Return what exists, by the name of its parameter in addresses."""
    return {"case_id": caller.post("/cases", a_case()).json()["id"], "code": CODE}


@pytest.fixture
def schema(known: dict[str, str]) -> Iterator[schemathesis.BaseSchema]:
    """Return the description as the running product serves it, over the connection of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_answer_is_one_that_the_description_announces(caller, known, schema, operation, mode):
    described = schema.find_operation_by_id(operation)

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(call=described.as_strategy(generation_mode=mode))
    def run(call: Call) -> None:
        if mode is GenerationMode.POSITIVE and call.path_parameters:
            call.path_parameters |= {name: known[name] for name in call.path_parameters if name in known}
        call.call_and_validate(headers={"Authorization": f"Bearer {caller.key}"}, excluded_checks=SENSE)

    run()

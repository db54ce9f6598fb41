"""Procedures over the API, with the schema of their answers."""

import pytest
from jsonschema import Draft202012Validator

from tests.factories.api import ANSWERS, CODE, make_caller

pytestmark = pytest.mark.django_db


def test_a_body_reads_the_procedures_it_offers(system):
    here, _there = make_caller(), make_caller(code="autre-demarche")
    listed = here.get("/procedures").json()["items"]
    assert [(one["code"], one["title"], one["publisher"]) for one in listed] == [
        (CODE, "Couper un arbre", here.body.slug)
    ]


def test_a_procedure_is_read_with_its_definition(system):
    caller = make_caller()
    told = caller.get(f"/procedures/{CODE}").json()
    assert (told["version"], told["definition"]["law"]["regime"]) == (1, "SVR")
    assert caller.get("/procedures/inconnue").status_code == 404


def test_the_schema_accepts_what_the_api_accepts(system):
    caller = make_caller()
    schema = caller.get(f"/procedures/{CODE}/schema").json()
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert schema["required"] == ["reason"]
    for answers in ({"reason": "x"}, {"reason": "x", "protected": True}, {}, {"reason": "x", "other": 1}):
        sent = caller.post("/cases", {"procedure": CODE, "answers": answers})
        assert validator.is_valid(answers) is (sent.status_code == 201), answers
    assert set(ANSWERS) <= set(schema["properties"])

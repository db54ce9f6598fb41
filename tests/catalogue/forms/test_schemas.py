"""JSON Schemas of procedures and of their answers."""

import pytest
from jsonschema import Draft202012Validator

from parvis.catalogue.field_types import registry
from parvis.catalogue.forms.engine import compile_form
from parvis.catalogue.forms.schemas import answers_schema, procedure_schema
from parvis.catalogue.services.library import library
from tests.factories.catalogue import field, form


def test_the_schema_of_procedures_knows_every_field_type():
    assert procedure_schema()["$defs"]["field"]["properties"]["type"]["enum"] == registry.codes()


def test_only_questions_always_asked_are_required_of_a_program():
    asking = form(
        [
            field("yes_no", "owner"),
            field("text", "name", condition="owner == false"),
            field("text", "note", required=False),
            field("information", "help", text="Bonjour."),
        ]
    )
    schema = answers_schema(asking)
    assert schema["required"] == ["owner"]
    assert set(schema["properties"]) == {"owner", "name", "note"}
    validator = Draft202012Validator(schema)
    assert validator.is_valid({"owner": True})
    assert not validator.is_valid({"owner": "yes"})
    assert not validator.is_valid({"owner": True, "other": 1})


@pytest.mark.parametrize("code", sorted(library()))
def test_every_procedure_of_the_library_gives_a_schema(code):
    Draft202012Validator.check_schema(answers_schema(compile_form(library()[code])))

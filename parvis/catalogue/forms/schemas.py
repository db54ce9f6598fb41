"""JSON Schemas: of procedures, with the options of every field type, and of the answers to one (for the API)."""

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from parvis.catalogue.field_types import FieldType, registry
from parvis.catalogue.forms.definition import Form
from parvis.catalogue.workflows.schemas import workflow_definitions

FORMAT = "parvis-procedure/1"
_PATH = Path(__file__).parent.parent / "schema" / "procedure-1.json"


@cache
def procedure_schema() -> dict[str, Any]:
    """Return the schema of definitions: the published file, completed with that of workflows, the options of each
    field type and the settings of each action.
    """
    schema: dict[str, Any] = json.loads(_PATH.read_text(encoding="utf-8"))
    schema["$defs"] = workflow_definitions() | schema["$defs"]
    field = schema["$defs"]["field"]
    common = field["properties"]
    field["properties"] = common | {"type": {"enum": registry.codes()}}
    field["allOf"] = [_options_of(kind, common) for kind in registry]
    Draft202012Validator.check_schema(schema)
    return schema


@cache
def definition_validator() -> Draft202012Validator:
    """Return the validator of definitions, made once."""
    return Draft202012Validator(procedure_schema())


def answers_schema(form: Form) -> dict[str, Any]:
    """Return the JSON Schema of the answers to a form.

    Only a question that is always asked can be required by a schema; the others are required by ``check_all`` when
    their condition holds, as said in their description.
    """
    properties, required = {}, []
    for page in form.pages:
        for question in page.questions:
            if not question.type.holds:
                continue
            conditional = page.condition is not None or question.condition is not None
            described = {"title": question.label} if question.label else {}
            if question.help:
                described["description"] = question.help
            properties[question.key] = described | question.type.schema(question)
            if question.required and not conditional:
                required.append(question.key)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": form.title,
        "type": "object",
        "additionalProperties": False,
        "required": required,
        "properties": properties,
    }


def _options_of(kind: FieldType, common: dict[str, Any]) -> dict[str, Any]:
    """Return the rule « if the type is this one, then these options »."""
    allowed = dict.fromkeys(common, True) | copy.deepcopy(kind.options)
    return {
        "if": {"properties": {"type": {"const": kind.code}}},
        "then": {
            "required": [*(("label",) if kind.labelled else ()), *kind.required_options],
            "additionalProperties": False,
            "properties": allowed,
        },
    }

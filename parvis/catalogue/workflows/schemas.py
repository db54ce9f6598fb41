"""The JSON Schema of workflows: the published file, completed with the settings of every action."""

import json
from pathlib import Path
from typing import Any

from parvis.catalogue.workflows.actions import COMMON, Action, actions

_PATH = Path(__file__).parent.parent / "schema" / "workflow-1.json"
_FIELD = '"urn:parvis:procedure-1#/$defs/field"'


def workflow_definitions() -> dict[str, Any]:
    """Return the definitions that a schema of procedures takes in: « workflow », and what it refers to."""
    schema: dict[str, Any] = json.loads(_PATH.read_text(encoding="utf-8").replace(_FIELD, '"#/$defs/field"'))
    parts: dict[str, Any] = schema.pop("$defs")
    for name in ("$schema", "$id"):
        schema.pop(name)
    parts["action"] = _action(parts["action"])
    return {**parts, "workflow": schema}


def _action(shape: dict[str, Any]) -> dict[str, Any]:
    common = shape["properties"]
    properties = common | {"do": {"enum": actions.codes()}}
    # « True » holds the place while no room has brought its actions: an empty list is not a schema.
    rules: list[Any] = [_settings_of(each, common) for each in actions] or [True]
    return {**shape, "properties": properties, "allOf": rules}


def _settings_of(action: Action, common: dict[str, Any]) -> dict[str, Any]:
    """Return the rule « if it does this, then these settings »."""
    assert set(common) == set(COMMON)  # noqa: S101 - the published file and the code say the same
    allowed = dict.fromkeys(common, True) | {each.key: each.shape() for each in action.settings}
    return {
        "if": {"properties": {"do": {"const": action.code}}},
        "then": {
            "required": [each.key for each in action.settings if each.required],
            "additionalProperties": False,
            "properties": allowed,
        },
    }

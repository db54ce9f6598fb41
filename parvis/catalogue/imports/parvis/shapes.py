"""The shapes of the documents that stand beside definitions: only what a program could get wrong, not the sense."""

from typing import Any

_TEXT: dict[str, Any] = {"type": "string", "maxLength": 5000}
_COLUMNS: dict[str, Any] = {"type": "array", "maxItems": 100, "items": {"type": "object"}}
_NAMED: dict[str, Any] = {"code": _TEXT, "title": _TEXT, "format": _TEXT}


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": required,
        "properties": {**_NAMED, **properties},
    }


SHAPES: dict[str, dict[str, Any]] = {
    "table": _object(
        ["code", "title", "columns", "rows"],
        description=_TEXT,
        columns=_COLUMNS,
        rows={
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "label"],
                "properties": {
                    "code": _TEXT,
                    "label": _TEXT,
                    "columns": {"type": "object"},
                    "valid_from": _TEXT,
                    "valid_until": _TEXT,
                },
            },
        },
    ),
    "source": _object(
        ["code", "title"],
        url=_TEXT,
        parameters={"type": "object", "additionalProperties": {"type": "string"}},
        list_path=_TEXT,
        code_path=_TEXT,
        label_path=_TEXT,
        columns=_COLUMNS,
        cache_seconds={"type": "integer"},
        timeout_seconds={"type": "integer"},
        when_down=_TEXT,
        closed_sentence=_TEXT,
    ),
    "block": _object(["code", "title", "fields"], fields={"type": "array", "items": {"type": "object"}}),
}

"""The description of the API: for programs (OpenAPI 3.1) and for those who write them."""

import json
from typing import Any

from django.conf import settings
from django.db.transaction import non_atomic_requests
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from parvis.api.contract import api
from parvis.api.models import Scope


@require_safe
@non_atomic_requests
def openapi(_request: HttpRequest) -> HttpResponse:
    """Answer the OpenAPI document. Anyone may read it: it says nothing of anybody."""
    return HttpResponse(api.description_json, content_type="application/json")


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """Answer a page made of the same document: no script, nothing from another host."""
    described = json.loads(api.description_json)
    return render(
        request,
        "api/documentation.html",
        {
            "operations": list(_operations(described)),
            "shapes": [_shape(name, schema) for name, schema in described["components"]["schemas"].items()],
            "scopes": [(scope.value, scope.label) for scope in Scope],
            "address": f"{settings.PUBLIC_URL}/api/v1",
        },
    )


def _operations(described: dict[str, Any]) -> Any:
    for path, verbs in described["paths"].items():
        for verb, operation in verbs.items():
            yield {
                "anchor": operation["operationId"],
                "verb": verb.upper(),
                "path": path,
                "summary": operation["summary"],
                "description": operation.get("description", ""),
                "parameters": [_parameter(one) for one in operation.get("parameters", [])],
                "body": _reference(
                    next(iter(operation.get("requestBody", {}).get("content", {}).values()), {})
                ),
                "answers": [_answer(status, one) for status, one in sorted(operation["responses"].items())],
            }


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": one["name"],
        "place": one["in"],
        "required": one.get("required", False),
        "type": _type(one.get("schema", {})),
        "description": one.get("schema", {}).get("description", one.get("description", "")),
    }


def _answer(status: str, one: dict[str, Any]) -> dict[str, str]:
    content: dict[str, Any] = next(iter(one.get("content", {}).values()), {})
    return {"status": status, "description": one.get("description", ""), "shape": _reference(content)}


def _reference(content: dict[str, Any]) -> str:
    return str(content.get("schema", {}).get("$ref", "")).rpartition("/")[2]


def _shape(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    required = set(schema.get("required", []))
    fields = [
        {
            "name": key,
            "type": _type(one),
            "required": key in required,
            "description": one.get("description", ""),
        }
        for key, one in schema.get("properties", {}).items()
    ]
    return {
        "name": name,
        "description": schema.get("description", ""),
        "values": schema.get("enum", []),
        "fields": fields,
    }


def _type(schema: dict[str, Any]) -> str:
    """Return a type in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(one) for one in schema["anyOf"]))
    if schema.get("type") == "array":
        return f"[{_type(schema.get('items', {}))}]"
    if "const" in schema:
        return repr(schema["const"])
    words = [str(schema.get("type", "any")), str(schema.get("format", ""))]
    return " ".join(word for word in words if word)

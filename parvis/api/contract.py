"""The API itself: one object that knows every endpoint, its refusals, and its description (OpenAPI 3.1)."""

import json
import math
from functools import cached_property
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from parvis.api.errors import BadKey, Malformed
from parvis.api.shapes import Problem
from parvis.common.errors import Invalid

PROBLEM = "application/problem+json"
_WHEN = {
    400: "The body cannot be read.",
    401: "No key, or an unknown or revoked one.",
    403: "The key does not open this endpoint.",
    404: "Nothing there for your body.",
    409: "Refused in the present state; « code » says why.",
    413: "The body is too large.",
    415: "The body is of a type this address does not read.",
    422: "Something is wrong in what was given: « errors » has a sentence for each field.",
    429: "Too many requests this minute: wait for Retry-After seconds.",
    500: "A fault of ours. Nothing was recorded.",
    503: "The database is away for a moment. Nothing was recorded.",
}
_ALWAYS = (401, 403, 429, 500, 503)


def refusals(*statuses: int) -> dict[str, Any]:
    """Return what an endpoint adds to its description: the refusals it may answer, beside those all may."""
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "responses": {
            status: {"description": _WHEN[status], "content": content}
            for status in sorted({*statuses, *_ALWAYS})
        }
    }


class StrictJson(Parser):
    """JSON as the standard has it: no NaN, no number beyond what a double holds."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the body read. Raises ValueError, answered as Malformed."""
        return json.loads(request.body, parse_constant=_no_constant, parse_float=_finite)


class Api(NinjaAPI):
    """Our API. Every refusal leaves as an exception: the outermost layer writes problem+json, once for all doors."""

    @cached_property
    def description_json(self) -> bytes:
        """Return the description, made once a process."""
        return json.dumps(
            self.get_openapi_schema(path_prefix="/api/v1"), ensure_ascii=False, default=str
        ).encode()

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the description, with the shape of refusals."""
        described = super().get_openapi_schema(**options)
        described["components"]["schemas"]["Problem"] = Problem.json_schema()
        return described


api = Api(
    title="Parvis",
    version="1",
    description="Lodge and follow cases, read procedures and the schema of their answers.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-v1",
    parser=StrictJson(),
)


@api.exception_handler(ValidationError)
def refuse_fields(_request: HttpRequest, error: ValidationError) -> NoReturn:
    """Name each wrong field as the sender wrote it."""
    errors: dict[str, list[str]] = {}
    for fault in error.errors:
        # « body », then the name our function gives the whole body: neither is the sender's.
        where = fault["loc"][2:] if fault["loc"][0] in {"body", "form", "file"} else fault["loc"][1:]
        name = ".".join(str(part) for part in where) or str(fault["loc"][-1])
        errors.setdefault(name, []).append(_sentence(fault))
    raise Invalid(errors)


@api.exception_handler(AuthenticationError)
def refuse_stranger(_request: HttpRequest, _error: AuthenticationError) -> NoReturn:
    """Ask for a key."""
    raise BadKey


@api.exception_handler(HttpError)
def refuse_body(_request: HttpRequest, error: HttpError) -> NoReturn:
    """Say that the body cannot be read: the only error of this kind that ninja raises."""
    raise Malformed from error


def _sentence(fault: dict[str, Any]) -> str:
    sentences = {
        "missing": _("Ce champ est obligatoire."),
        "extra_forbidden": _("Ce champ n’existe pas."),
        "enum": _("Cette valeur n’est pas dans la liste : %(expected)s."),
        "string_too_long": _("Écrivez au plus %(max_length)s caractères."),
        "string_pattern_mismatch": _("Cette valeur n’a pas la forme attendue."),
        "timezone_aware": _("Indiquez le fuseau horaire, par exemple 2026-11-21T09:30:00+01:00."),
    }
    sentence = sentences.get(fault["type"])
    return sentence % fault.get("ctx", {}) if sentence else str(fault["msg"])


def _no_constant(_name: str) -> NoReturn:
    raise ValueError


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError
    return number

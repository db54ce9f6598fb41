"""Procedures that a body offers, and the schema of their answers."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Path, Router, Status

from parvis.api.access import Bearer
from parvis.api.contract import refusals
from parvis.api.models import Scope
from parvis.api.shapes import Code, LinkGiven, LinkOut, ProcedureList, ProcedureOut
from parvis.api.text import without_hostile_characters
from parvis.catalogue import queries as catalogue
from parvis.catalogue.forms import engine
from parvis.catalogue.forms.schemas import answers_schema
from parvis.catalogue.models import Procedure
from parvis.catalogue.services import links

router = Router(tags=["procedures"])
_READ = Bearer(Scope.PROCEDURES_READ)


@router.get(
    "/procedures",
    auth=_READ,
    operation_id="list_procedures",
    summary="List procedures",
    response=ProcedureList,
    openapi_extra=refusals(),
)
def list_procedures(request: HttpRequest) -> dict[str, Any]:
    """List the published procedures that your body offers, to the public then to agents: its own, and those of the
    bodies above it.
    """
    body = request.auth.organisation  # type: ignore[attr-defined]
    offered = catalogue.procedures_for(body) + catalogue.procedures_for(body, internal=True)
    return {"items": [_line(procedure) for procedure in offered]}


@router.get(
    "/procedures/{code}",
    auth=_READ,
    operation_id="read_procedure",
    summary="Read a procedure",
    response=ProcedureOut,
    openapi_extra=refusals(404, 422),
)
def read_procedure(request: HttpRequest, code: Path[Code]) -> dict[str, Any]:
    """Return a procedure with its definition: texts, legal regime, pages and questions."""
    procedure = _offered(request, code)
    version = catalogue.published_version(procedure)
    return {**_line(procedure), "version": version.number, "definition": version.definition}


@router.get(
    "/procedures/{code}/schema",
    auth=_READ,
    operation_id="read_answers_schema",
    summary="Read the schema of a procedure's answers",
    response=dict[str, Any],
    openapi_extra=refusals(404, 422),
)
def read_answers_schema(request: HttpRequest, code: Path[Code]) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of « answers ». A question under a condition is required only when asked."""
    return answers_schema(engine.compiled(catalogue.published_version(_offered(request, code))))


@router.post(
    "/procedures/{code}/links",
    auth=Bearer(Scope.CASES_CREATE),
    operation_id="sign_link",
    summary="Sign a link to a procedure",
    response={201: LinkOut},
    openapi_extra=refusals(400, 404, 415, 422),
)
def sign_link(request: HttpRequest, code: Path[Code], given: LinkGiven) -> Status[dict[str, Any]]:
    """Return an address of the procedure in which some answers are already known, for one person.

    The procedure's definition says which names it reads (« prefill » from « link »). What the address says is signed,
    not hidden: put nothing secret in it.
    """
    without_hostile_characters(given.model_dump(mode="json"))
    version = catalogue.published_version(_offered(request, code))
    token = links.sign_link(version=version, claims=given.claims, days=given.days)
    body = request.auth.organisation  # type: ignore[attr-defined]
    address = f"{settings.PUBLIC_URL}/{body.slug}/demarches/{code}/?{links.PARAMETER}={token}"
    return Status(201, {"address": address})


def _offered(request: HttpRequest, code: str) -> Procedure:
    body = request.auth.organisation  # type: ignore[attr-defined]
    return catalogue.find_procedure(body, code)


def _line(procedure: Procedure) -> dict[str, Any]:
    return {
        "code": procedure.code,
        "title": procedure.title,
        "summary": procedure.summary,
        "category": procedure.category,
        "audience": procedure.audience,
        "publisher": procedure.organisation.slug,
    }

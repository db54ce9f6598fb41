"""Cases: listed, read, lodged."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Header, Query, Router, Status
from pydantic import StringConstraints

from parvis.api.access import Bearer
from parvis.api.contract import refusals
from parvis.api.endpoints.files import file_out
from parvis.api.models import Scope
from parvis.api.services.lodging import Demand, lodge_case
from parvis.api.shapes import CaseFilters, CaseGiven, CaseOut, CasePage
from parvis.api.text import without_hostile_characters
from parvis.cases import access, feed
from parvis.cases.models import Case
from parvis.catalogue.forms import engine
from parvis.common import actor
from parvis.people.models import Person

router = Router(tags=["cases"])
IdempotencyKey = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,200}$")]


@router.get(
    "/cases",
    auth=Bearer(Scope.CASES_READ),
    operation_id="list_cases",
    summary="List cases",
    response=CasePage,
    openapi_extra=refusals(422),
)
def list_cases(request: HttpRequest, filters: Query[CaseFilters]) -> dict[str, Any]:  # noqa: ARG001
    """List the cases in which a team of your body takes part, newest first; with « changed_since », oldest change
    first. Pages follow each other by « after ».
    """
    lines, following = feed.cases(
        state=filters.state,
        procedure=filters.procedure,
        received_since=filters.received_since,
        changed_since=filters.changed_since,
        after=filters.after,
        limit=filters.limit,
    )
    return {"items": lines, "next": following}


@router.get(
    "/cases/{uuid:case_id}",
    auth=Bearer(Scope.CASES_READ),
    operation_id="read_case",
    summary="Read a case",
    response=CaseOut,
    openapi_extra=refusals(404),
)
def read_case(request: HttpRequest, case_id: UUID) -> dict[str, Any]:  # noqa: ARG001 - ninja's signature
    """Return a case in which a team of your body takes part, with its answers and files."""
    return case_out(access.get_case(case_id))


@router.post(
    "/cases",
    auth=Bearer(Scope.CASES_CREATE),
    operation_id="create_case",
    summary="Lodge a case",
    response={201: CaseOut, 200: CaseOut},
    openapi_extra=refusals(400, 409, 413, 415, 422),
)
def create_case(
    request: HttpRequest,
    given: CaseGiven,
    idempotency_key: Annotated[IdempotencyKey | None, Header(None, alias="Idempotency-Key")] = None,
) -> Status[dict[str, Any]]:
    """Lodge a case (201). Sent again with the same « Idempotency-Key », it answers the case already born (200);
    another payload under that key is refused (409). The receipt leaves as for any deposit.
    """
    payload = given.model_dump(mode="json", exclude_unset=True)
    without_hostile_characters(payload)
    demand = Demand(
        payload=payload,
        procedure=given.procedure,
        answers=given.answers,
        person=payload.get("person"),
        municipality=given.municipality,
        channel=given.channel,
        received_at=given.received_at,
        language=given.language,
    )
    case, is_new = lodge_case(by=request.auth, demand=demand, idempotency_key=idempotency_key)  # type: ignore[attr-defined]
    with actor.admitting(case.pk):
        names_none = is_new and not engine.file_ids(engine.compiled(case.version), case.answers)
        return Status(201 if is_new else 200, case_out(case, files=[] if names_none else None))


def case_out(case: Case, *, files: list[Any] | None = None) -> dict[str, Any]:
    """Return a case as the API shows it; its files are read unless they are given."""
    form = engine.compiled(case.version)
    return {
        "id": case.pk,
        "number": case.number,
        "procedure": case.procedure_code,
        "title": form.title,
        "version": case.version_id,
        "subject": case.subject,
        "state": case.state,
        "outcome": case.outcome,
        "channel": case.channel,
        "organisation": case.team.organisation.slug,
        "team": case.team.name,
        "municipality": case.municipality.code if case.municipality else None,
        "place": case.place,
        "latitude": case.latitude,
        "longitude": case.longitude,
        "received_at": case.received_at,
        "first_received_at": case.first_received_at,
        "due_on": case.due_on,
        "ended_at": case.ended_at,
        "changed_at": case.changed_at,
        "person": _person_out(case.person) if case.person else None,
        "answers": case.answers,
        "agent_answers": case.agent_answers,
        "files": [file_out(one.file) for one in _attachments(case)] if files is None else files,
    }


def _attachments(case: Case) -> Any:
    return case.attachments.filter(is_internal=False).select_related("file").order_by("added_at", "pk")


def _person_out(person: Person) -> dict[str, Any]:
    return {
        "kind": person.kind,
        "name": person.display_name,
        "company_name": person.company_name,
        "siret": person.siret,
        "email": person.email,
        "phone": person.phone,
        "postal_address": person.postal_address,
        "preferred_channel": person.preferred_channel,
    }

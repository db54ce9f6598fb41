"""Calls of a switchboard: rung, answered, ended, missed."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from ninja import Router

from parvis.api.access import Bearer
from parvis.api.contract import refusals
from parvis.api.models import Scope
from parvis.api.shapes import CallGiven, CallOut
from parvis.api.text import without_hostile_characters
from parvis.channels.services.calls import Told, take_event
from parvis.common import clock

router = Router(tags=["calls"])


@router.post(
    "/calls",
    auth=Bearer(Scope.CALLS_WRITE),
    operation_id="tell_call",
    summary="Tell what happens to a call",
    response=CallOut,
    openapi_extra=refusals(400, 415, 422),
)
def tell_call(request: HttpRequest, given: CallGiven) -> dict[str, Any]:
    """Keep an event of a call and return the call, with the page that an agent opens to enter a case from it.

    The same event told again changes nothing; events may come in any order.
    """
    without_hostile_characters(given.model_dump(mode="json"))
    session = request.auth  # type: ignore[attr-defined]
    told = Told(
        reference=given.call,
        event=given.event,
        at=given.at or clock.now(),
        number=given.number,
        line=given.line,
        agent=given.agent,
    )
    call = take_event(organisation=session.organisation, told=told, teams=session.teams)
    address = f"{settings.PUBLIC_URL}{reverse('desk:call')}?appel={call.pk}"
    return {"id": call.pk, "state": call.state, "address": address}

"""Signals of outside systems to the workflow of one case: « paid », « delivered »."""

import json
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from parvis.api.errors import Malformed
from parvis.api.text import without_hostile_characters
from parvis.cases.services.signals import receive_signal
from parvis.common.throttle import hit

LONGEST = 100_000
"""Bytes of what a signal may say."""


@login_not_required
@csrf_exempt
@require_POST
def signal(request: HttpRequest, case_id: UUID, name: str) -> HttpResponse:
    """Take a signal, proved by the token of that case and that name (« Authorization: Bearer »); an object may follow.

    Answers ``{"moved": bool}``: sent twice, the second moves nothing. Raises CaseNotFound, Malformed, TooMany.
    """
    hit("api.signal", str(case_id), limit=120, seconds=3600)
    token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    moved = receive_signal(case_id=case_id, name=name, token=token, said=_said(request))
    return JsonResponse({"moved": moved})


def _said(request: HttpRequest) -> dict[str, Any]:
    if not request.body:
        return {}
    if len(request.body) > LONGEST:
        raise Malformed
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(said, dict):
        raise Malformed
    without_hostile_characters(said)
    return said

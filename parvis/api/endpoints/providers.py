"""What providers call back with: a message was delivered, or not; an SMS came."""

import hmac
import json
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from parvis.api.errors import Malformed
from parvis.api.text import storable
from parvis.channels.queries import provider
from parvis.channels.services.fates import take_call
from parvis.channels.services.inbound_sms import take_incoming
from parvis.channels.services.providers import callback_token
from parvis.common.errors import NotFound
from parvis.common.throttle import hit

LONGEST = 100_000
"""Bytes of what a provider may say."""


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "POST"])
def provider_call(request: HttpRequest, provider_id: int, token: str) -> HttpResponse:
    """Take a call of a provider, proved by the address it was given: parameters, a form or a JSON document.

    Answers 204 at once; what it tells is settled by a job. Raises NotFound, Malformed, TooMany.
    """
    if not hmac.compare_digest(token, callback_token(provider_id)):
        hit("api.provider", request.META.get("REMOTE_ADDR", ""), limit=60, seconds=3600)
        raise NotFound
    for said in storable(_told(request)):
        account = provider(provider_id)
        take_call(provider=account, said=said)
        take_incoming(provider=account, said=said)
    return HttpResponse(status=204)


def _told(request: HttpRequest) -> list[dict[str, Any]]:
    if request.method == "GET":
        return [request.GET.dict()]
    if len(request.body) > LONGEST:
        raise Malformed
    if request.content_type != "application/json":
        return [{**request.GET.dict(), **request.POST.dict()}]
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Malformed from None
    found = said if isinstance(said, list) else [said]
    if not all(isinstance(one, dict) for one in found):
        raise Malformed
    return found[:1000]

"""The list of outages anyone may read, and the proof of an attempt for who holds its reference."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.common import proofs
from parvis.documents.access import get_file
from parvis.outages import access
from parvis.outages.errors import AttemptNotFound
from parvis.outages.services.certificates import certify_attempt
from parvis.portal.bodies import reach, speak_as, speak_as_platform
from parvis.portal.downloads import answer_file
from parvis.portal.outages.shown import attempt_context, outage_lines, reference_field
from parvis.portal.visits import limit

LONGEST = 60


@require_safe
def outages(request: HttpRequest) -> HttpResponse:
    """Show what does not work, what is announced, and what failed lately."""
    body = speak_as_platform(request)
    context = {"lines": outage_lines(), "reach": reach(body) if body else None, "body": body}
    return render(request, "portal/outages/outages.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask the reference of an attempt; by POST, open it."""
    if request.method != "POST":
        return _ask(request)
    limit(request, "portal.attempt", most=20, seconds=600)
    typed = request.POST.get("reference", "")[:LONGEST].strip()
    try:
        found = access.prove_attempt(typed)
    except AttemptNotFound as refusal:
        return _ask(request, typed, str(refusal))
    proofs.remember(request.session, found)
    return redirect("portal:attempt", found)


@never_cache
@require_safe
def attempt(request: HttpRequest, attempt: UUID) -> HttpResponse:
    """Show what is kept of an attempt to who holds it, else ask its reference."""
    try:
        found = access.get_attempt(attempt)
    except AttemptNotFound:
        return redirect("portal:attempt_ask")
    if found.organisation is not None:
        speak_as(request, found.organisation)
    else:
        speak_as_platform(request)
    return render(request, "portal/outages/attempt.html", attempt_context(found))


@never_cache
@require_POST
@transaction.non_atomic_requests
def certificate(request: HttpRequest, attempt: UUID) -> HttpResponseBase:
    """Give the certificate of an attempt, drawn if need be. Raises AttemptNotFound."""
    with transaction.atomic():
        access.get_attempt(attempt)
        limit(request, "portal.certificate", most=30, seconds=600)
    document = certify_attempt(attempt_id=attempt)
    with transaction.atomic():
        return answer_file(get_file(document.file_id))


def _ask(request: HttpRequest, typed: str = "", refusal: str = "") -> HttpResponse:
    speak_as_platform(request)
    context: dict[str, Any] = {
        "field": reference_field(typed, refusal),
        "errors": [{"id": "reference", "text": refusal}] if refusal else [],
    }
    return render(request, "portal/outages/ask.html", context, status=404 if refusal else 200)

"""The page of a link received to sign: read, sign or refuse. The link alone opens it, and only it."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parvis.cases import access
from parvis.cases.errors import CoSignatureNotFound
from parvis.cases.models import Case, CoSignature
from parvis.cases.services.co_signatures import give_co_signature, read_sign_link, refuse_co_signature
from parvis.catalogue.field_types import PostData
from parvis.common import actor
from parvis.portal.bodies import speak_as, speak_as_platform
from parvis.portal.co_signing.page import signature_typed, signature_widget, signing_context
from parvis.portal.visits import limit
from parvis.ui.fields import summary

REFUSE = "refuser"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def co_sign(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is to be signed; by POST, keep the signature or the refusal."""
    try:
        asked = _asked(token)
    except CoSignatureNotFound as refusal:
        speak_as_platform(request)
        return render(request, "portal/co_signing/stale.html", {"refusal": refusal}, status=404)
    with actor.admitting(asked.pk, asked.case_id):
        case = access.get_case(asked.case_id)
        speak_as(request, case.organisation)
        if request.method == "POST" and asked.is_open:
            return _answer(request, asked, case)
        widget = signature_widget(asked) if asked.is_open else None
        return _draw(request, asked, case, widget=widget)


def _asked(token: str) -> CoSignature:
    """Return the signature of a link. Raises CoSignatureNotFound."""
    key = read_sign_link(token)
    if key is None:
        raise CoSignatureNotFound
    with actor.admitting(key):
        return access.get_co_signature(key)


def _answer(request: HttpRequest, asked: CoSignature, case: Case) -> HttpResponse:
    limit(request, "portal.co_sign", most=30, seconds=600)
    if REFUSE in request.POST:
        refuse_co_signature(co_signature_id=asked.pk)
        return redirect(request.path)
    typed, (accepted, refused) = signature_typed(asked, cast("PostData", request.POST))
    if refused:
        widget = signature_widget(asked, typed, refused)
        return _draw(request, asked, case, status=422, widget=widget, errors=summary([widget]))
    give_co_signature(co_signature_id=asked.pk, signature=accepted)
    return redirect(request.path)


def _draw(
    request: HttpRequest, asked: CoSignature, case: Case, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = signing_context(asked, case, **more)
    return render(request, "portal/co_signing/sign.html", context, status=status)

"""Signing in by an identity provider of the installation: there, and back."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from parvis.common import clock, proofs
from parvis.people.errors import IdentityRefused, ProviderSilent
from parvis.people.pivot import pivot
from parvis.people.providers import Provider, provider, providers
from parvis.people.services.identification import identify
from parvis.portal.visits import limit

if TYPE_CHECKING:
    from parvis.people.openid import Proved

_ASKED = "identity_asked"
"""Session key of what a sign-in begun elsewhere must bring back."""


@never_cache
@require_safe
@transaction.non_atomic_requests
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to the provider. The network is never asked within a transaction. Raises NotFound."""
    from parvis.people import openid  # noqa: PLC0415 - a process nobody signs in through does without its 10 MB

    chosen, onwards = provider(code), onwards_of(request, request.GET.get("suite", ""))
    _count(request)
    try:
        asked = openid.ask(chosen, _address_back(chosen))
    except ProviderSilent as refusal:
        return _sorry(request, chosen, onwards, refusal)
    request.session[_ASKED] = {**asked.kept, "provider": chosen.code, "onwards": onwards}
    return redirect(asked.address)


@never_cache
@require_safe
@transaction.non_atomic_requests
def come_back(request: HttpRequest, code: str) -> HttpResponse:
    """Sign in who comes back with the answer to what this very browser asked, once. Raises NotFound."""
    from parvis.people import openid  # noqa: PLC0415

    chosen, kept = provider(code), request.session.pop(_ASKED, {})
    onwards = kept.get("onwards", "")
    _count(request)
    if kept.get("provider") != chosen.code:
        return _sorry(request, chosen, onwards, IdentityRefused())
    try:
        proved = openid.answer(chosen, _address_back(chosen), kept, request.GET.dict())
    except (IdentityRefused, ProviderSilent) as refusal:
        return _sorry(request, chosen, onwards, refusal)
    with transaction.atomic():
        _sign_in(request, chosen, proved)
    return redirect(onwards or "portal:space")


def offered(onwards: str) -> list[dict[str, str]]:
    """Return the providers as buttons: their name, where each leads, what it is."""
    query = f"?{urlencode({'suite': onwards})}" if onwards else ""
    return [
        {
            "label": one.label,
            "href": f"{reverse('portal:identity', args=[one.code])}{query}",
            "about": one.about,
        }
        for one in providers()
    ]


def onwards_of(request: HttpRequest, asked: str) -> str:
    """Return where to go afterwards: a page of ours, or nothing."""
    safe = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if asked.startswith("/") and safe else ""


def _count(request: HttpRequest) -> None:
    with transaction.atomic():
        limit(request, "portal.identity", most=60, seconds=3600)


def _address_back(chosen: Provider) -> str:
    return f"{settings.PUBLIC_URL}{reverse('portal:identity_back', args=[chosen.code])}"


def _sign_in(request: HttpRequest, chosen: Provider, proved: "Proved") -> None:
    told = pivot(proved.claims)
    person = identify(
        provider=chosen.code,
        subject=proved.subject,
        told=told,
        person_id=proofs.person(request.session),
    )
    proofs.sign_in_person(request.session, person.pk)
    kept: dict[str, Any] = {"provider": chosen.label, "acr": proved.acr, "at": clock.now().isoformat()}
    proofs.keep_identity(request.session, kept | {"told": told, "leaving": proved.leaving})


def _sorry(
    request: HttpRequest, chosen: Provider, onwards: str, refusal: IdentityRefused | ProviderSilent
) -> HttpResponse:
    """Say that nobody was signed in, and how to go on with or without the provider."""
    again = [one["href"] for one in offered(onwards) if one["label"] == chosen.label]
    facts = {"provider": chosen.label, "said": str(refusal), "onwards": onwards, "again": again[0]}
    return render(request, "portal/signin/not_identified.html", facts, status=refusal.status)

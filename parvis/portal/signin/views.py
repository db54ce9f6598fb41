"""Asking for a link, using it, leaving."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from parvis.common import proofs
from parvis.people.services.sign_in import sign_in
from parvis.portal.signin.forms import EmailForm
from parvis.portal.signin.identity import offered, onwards_of
from parvis.portal.signin.links import send_sign_in_link
from parvis.portal.visits import limit

_TOKEN = settings.SESAME_TOKEN_NAME


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for an address and send it a link; the answer is the same whether the address is known or not."""
    onwards = onwards_of(request, request.POST.get("suite") or request.GET.get("suite", ""))
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limit(request, "portal.sign_in.visitor", most=20, seconds=3600)
        send_sign_in_link(email=form.cleaned_data["email"], onwards=onwards)
        request.session["sign_in_email"] = form.cleaned_data["email"]
        return redirect("portal:sign_in_sent")
    status = 422 if form.errors else 200
    facts = {"form": form, "onwards": onwards, "providers": offered(onwards)}
    return render(request, "portal/signin/ask.html", facts, status=status)


@never_cache
@require_http_methods(["GET", "HEAD"])
def sent(request: HttpRequest) -> HttpResponse:
    """Say that a link left, where to, and what to do when it does not come."""
    facts = {"email": request.session.get("sign_in_email", ""), "minutes": settings.SESAME_MAX_AGE // 60}
    return render(request, "portal/signin/sent.html", facts)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """Show one button; pressed, sign in. Opening the link does nothing: mail scanners open links."""
    given = request.POST if request.method == "POST" else request.GET
    onwards = onwards_of(request, given.get("suite", ""))
    if request.method != "POST":
        facts = {"token": given.get(_TOKEN, ""), "token_name": _TOKEN, "onwards": onwards}
        return render(request, "portal/signin/link.html", facts)
    limit(request, "portal.sign_in.try", most=60, seconds=3600)
    person = sign_in(token=given.get(_TOKEN, ""))
    if person is None:
        return render(request, "portal/signin/stale.html", {"onwards": onwards}, status=410)
    proofs.sign_in_person(request.session, person.pk)
    request.session.pop("sign_in_email", None)
    return redirect(onwards or "portal:space")


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the personal space on this device."""
    proved = proofs.identity(request.session)
    proofs.sign_out_person(request.session)
    if proved.get("leaving"):
        from parvis.people.openid import leaving_address  # noqa: PLC0415 - heavy: see ``identity``

        there = leaving_address(proved["leaving"], f"{settings.PUBLIC_URL}/")
        return render(request, "portal/signin/left.html", {"there": there, "provider": proved["provider"]})
    messages.success(request, _("Vous êtes déconnecté. Vos demandes vous attendent ici."))
    return redirect("/")

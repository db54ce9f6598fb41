"""One's addresses and numbers. Signed in, but for the link: it may be opened on another device."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from parvis.common.errors import Invalid
from parvis.people import access
from parvis.people.models import ContactKind
from parvis.people.services.contacts import (
    add_contact,
    choose_main,
    contact_row,
    contacts_of,
    prove_by_code,
    prove_by_link,
    remove_contact,
)
from parvis.portal.bodies import speak_as_platform
from parvis.portal.contacts.proving import send_proof
from parvis.portal.visits import limit


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: HttpRequest) -> HttpResponse:
    """Show every address and number; by POST, add one, or begin to prove the main one. Raises ContactTaken."""
    person_id = _person(request)
    if person_id is None:
        return _sign_in()
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        kind = ContactKind.PHONE if request.POST.get("kind") == ContactKind.PHONE else ContactKind.EMAIL
        try:
            if "main" in request.POST:
                point = contact_row(person_id=person_id, kind=kind)
            else:
                point = add_contact(person_id=person_id, kind=kind, text=request.POST.get("value", "")[:254])
        except Invalid as refusal:
            errors = refusal.errors
        else:
            return _sent(request, person_id, point.pk, kind)
    return _page(request, person_id, errors)


@require_POST
def gesture(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Send the link or the code again, choose as main, or take away. Raises NotFound, TooMany."""
    person_id = _person(request)
    if person_id is None:
        return _sign_in()
    try:
        match request.POST.get("geste"):
            case "principale":
                choose_main(person_id=person_id, contact_id=contact_id)
                messages.success(request, _("Nous l’utiliserons en premier."))
            case "retirer":
                remove_contact(person_id=person_id, contact_id=contact_id)
                messages.success(request, _("C’est retiré."))
            case _other:
                return _sent(request, person_id, contact_id, request.POST.get("kind", ""))
    except Invalid as refusal:
        return _page(request, person_id, refusal.errors)
    return redirect("portal:contacts")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Ask for the figures sent to a number, and check them. Raises NotFound."""
    person_id = _person(request)
    if person_id is None:
        return _sign_in()
    access.get_contact(person_id, contact_id)
    errors = []
    if request.method == "POST":
        limit(request, "portal.contact.code", most=30, seconds=3600)
        if prove_by_code(person_id=person_id, contact_id=contact_id, code=request.POST.get("code", "")[:20]):
            messages.success(request, _("Votre numéro est vérifié."))
            return redirect("portal:contacts")
        errors = [_("Ce code ne sert pas, ou plus. Vérifiez les six chiffres, ou demandez un autre code.")]
    speak_as_platform(request)
    context: dict[str, Any] = {
        "id": "code",
        "name": "code",
        "label": _("Code reçu par SMS"),
        "value": "",
        "errors": errors,
    }
    context |= {"required": True, "width": "6", "inputmode": "numeric", "autocomplete": "one-time-code"}
    widget = {"template": "fields/input.html", "context": context}
    return render(request, "portal/contacts/code.html", {"widget": widget}, status=422 if errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """Show one button; pressed, the address is proved: scanners open links, and press nothing. Raises ContactTaken."""
    token = (request.POST if request.method == "POST" else request.GET).get("jeton", "")
    speak_as_platform(request)
    if request.method != "POST":
        return render(request, "portal/contacts/link.html", {"token": token})
    limit(request, "portal.contact.link", most=30, seconds=3600)
    point = prove_by_link(token=token)
    status = 200 if point else 410
    return render(request, "portal/contacts/proved.html", {"point": point}, status=status)


def _sent(request: HttpRequest, person_id: UUID, contact_id: UUID, kind: str) -> HttpResponse:
    send_proof(person_id=person_id, contact_id=contact_id, kind=kind)
    if kind == ContactKind.PHONE:
        return redirect("portal:contact_code", contact_id)
    messages.success(request, _("Un lien est parti à cette adresse. Ouvrez-le dans l’heure."))
    return redirect("portal:contacts")


def _page(request: HttpRequest, person_id: UUID, errors: dict[str, list[str]]) -> HttpResponse:
    speak_as_platform(request)
    context: dict[str, Any] = {
        "contacts": contacts_of(access.get_person(person_id)),
        "fields": _fields(request, errors),
        "errors": [{"id": "value", "text": text} for texts in errors.values() for text in texts],
    }
    return render(request, "portal/contacts/contacts.html", context, status=Invalid.status if errors else 200)


def _fields(request: HttpRequest, errors: dict[str, list[str]]) -> list[dict[str, Any]]:
    kinds = [{"value": one.value, "label": capfirst(str(one.label))} for one in ContactKind]
    chosen = request.POST.get("kind") or ContactKind.EMAIL.value
    kind = {"label": _("C’est"), "options": kinds, "value": chosen, "errors": []}
    value = {
        "label": _("Adresse e-mail ou numéro de téléphone"),
        "help": _("Nous y envoyons un lien ou un code pour vérifier."),
        "value": request.POST.get("value", ""),
        "errors": errors.get("value", []),
    }
    drawn = (("kind", "radios", kind), ("value", "input", value))
    return [
        {"template": f"fields/{form}.html", "context": {"id": name, "name": name, "required": True, **said}}
        for name, form, said in drawn
    ]


def _person(request: HttpRequest) -> UUID | None:
    found: UUID | None = request.person_id  # type: ignore[attr-defined]
    return found


def _sign_in() -> HttpResponse:
    return redirect(f"{reverse('portal:sign_in')}?{urlencode({'suite': reverse('portal:contacts')})}")

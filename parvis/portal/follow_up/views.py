"""Opening a demand with its number and code, and seeing where it stands."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.cases import access
from parvis.cases.errors import WrongCode
from parvis.cases.models import Case
from parvis.cases.numbers import read_number
from parvis.channels.services.openings import note_opened
from parvis.common import proofs
from parvis.portal.bodies import speak_as, speak_as_platform
from parvis.portal.follow_up.opening import of_a_demand
from parvis.portal.follow_up.page import case_context
from parvis.portal.visits import limit

LONGEST = 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest) -> HttpResponse:
    """Ask a number and its code; by POST, open the demand. A wrong pair says nothing of either."""
    number = (request.POST or request.GET).get("numero", "")[:LONGEST].strip()
    if request.method != "POST":
        return _ask(request, number)
    limit(request, "portal.follow-up", most=20, seconds=600)
    code = request.POST.get("code", "")[:LONGEST].strip()
    try:
        case_id = access.prove_case(number=number, code=code)
    except WrongCode as refusal:
        return _ask(request, number, code, str(refusal) if number and code else _missing())
    proofs.remember(request.session, case_id)
    return redirect("portal:case", read_number(number))


@never_cache
@require_safe
@of_a_demand
def case(request: HttpRequest, found: Case) -> HttpResponse:
    """Show a demand to its person, or ask its code: the answer is the same whether the number exists or not."""
    speak_as(request, found.organisation)
    return render(request, "portal/follow_up/case.html", case_context(found))


@require_POST
@of_a_demand
def read(request: HttpRequest, found: Case) -> HttpResponse:
    """Note that a person who agreed to it has read what was sent to them."""
    if found.person and found.person.opening_agreed_at:
        note_opened(about=found.pk)
        messages.success(request, _("C’est noté : le service sait que vous avez lu."))
    return redirect("portal:case", found.number)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close everything opened by a code: leaving a shared computer."""
    proofs.forget(request.session)
    messages.success(
        request, _("C’est fermé. Il faut de nouveau le numéro et le code pour voir vos demandes.")
    )
    return redirect("portal:follow_up")


def _missing() -> str:
    return _("Écrivez le numéro de votre demande et son code de suivi : ils sont sur l’accusé de réception.")


def _ask(request: HttpRequest, number: str, code: str = "", refusal: str = "") -> HttpResponse:
    speak_as_platform(request)
    fields = [
        _field("numero", _("Numéro de la demande"), _("Douze chiffres, par exemple 4821 0937 5512."), number),
        _field("code", _("Code de suivi"), _("Dix lettres et chiffres, par exemple KXM-4P7-RT9C."), code),
    ]
    fields[0]["context"] |= {"inputmode": "numeric", "errors": [refusal] if refusal else []}
    context = {"fields": fields, "errors": [{"id": "numero", "text": refusal}] if refusal else []}
    return render(request, "portal/follow_up/ask.html", context, status=404 if refusal else 200)


def _field(name: str, label: str, help_text: str, value: str) -> dict[str, dict[str, object]]:
    context = {"id": name, "name": name, "label": label, "help": help_text, "value": value, "width": "20"}
    return {"template": "fields/input.html", "context": context}  # type: ignore[dict-item]

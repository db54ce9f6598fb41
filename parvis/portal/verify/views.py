"""Checking that a document is ours, by anyone it is shown to."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from parvis.documents.queries import verify_document
from parvis.documents.verification import read_code, say_code
from parvis.portal.bodies import speak_as_platform
from parvis.portal.visits import limit


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the code printed on a document."""
    speak_as_platform(request)
    typed = request.GET.get("code", "")[:60]
    code = read_code(typed)
    if code:
        return redirect("portal:verified", say_code(code))
    return _ask(
        request, typed, _("Ce code n’est pas complet : il a seize lettres et chiffres.") if typed else ""
    )


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say what was issued under a code, without anything personal; or that nothing was."""
    speak_as_platform(request)
    limit(request, "portal.verify", most=60, seconds=600)
    found = verify_document(code)
    if found is None:
        return _ask(
            request, code[:60], _("Nous n’avons émis aucun document sous ce code. Vérifiez chaque caractère.")
        )
    moments = {name: found.facts.get(name, "") for name in ("received_at", "since", "until")}
    context = {
        "found": found,
        "code": say_code(read_code(code)),
        **{name: datetime.fromisoformat(said) if said else None for name, said in moments.items()},
    }
    return render(request, "portal/verify/verified.html", context)


def _ask(request: HttpRequest, typed: str, refusal: str) -> HttpResponse:
    field = {
        "id": "code",
        "name": "code",
        "label": _("Code de vérification"),
        "help": _("Il est au bas du document, par exemple 7Q4M-09XK-2B7D-8RTV."),
        "value": typed,
        "width": "20",
        "errors": [refusal] if refusal else [],
    }
    context = {
        "field": {"template": "fields/input.html", "context": field},
        "errors": [{"id": "code", "text": refusal}] if refusal else [],
    }
    return render(request, "portal/verify/ask.html", context, status=404 if refusal else 200)

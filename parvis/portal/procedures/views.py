"""The page of a procedure, and the start of a deposit."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parvis.catalogue import queries as catalogue
from parvis.catalogue.forms import engine
from parvis.catalogue.forms.text import to_html
from parvis.catalogue.models import ProcedureVersion
from parvis.organisations.models import Organisation, OrganisationKind
from parvis.portal.bodies import body_of, reach
from parvis.portal.home.places import find_places
from parvis.portal.procedures import beginning, sheet
from parvis.portal.visits import limit
from parvis.ui.words import language


@require_http_methods(["GET", "HEAD", "POST"])
def procedure(request: HttpRequest, body: str, code: str) -> HttpResponse:
    """Show a procedure; by POST, begin a deposit. Raises NotFound."""
    organisation = body_of(request, body)
    version = catalogue.offered_version(organisation, code)
    if request.method == "POST" and sheet.takes_part(organisation, code):
        return _begin(request, organisation, version)
    return render(request, "portal/procedures/procedure.html", _context(request, organisation, version))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begun(request: HttpRequest, body: str, code: str) -> HttpResponse:
    """Offer to take up the deposit already begun, or, by POST, begin again in its place. Raises NotFound."""
    organisation = body_of(request, body)
    version = catalogue.offered_version(organisation, code)
    draft = beginning.former_draft(request, organisation, version)
    if draft is None:
        return redirect("portal:procedure", body, code)
    if request.method == "POST":
        limit(request, "portal.begin", most=60, seconds=3600)
        beginning.give_up(draft)
        return beginning.begin(request, organisation, version)
    context = {
        "body": organisation,
        "code": code,
        "draft": draft,
        "title": engine.compiled(version, language()).title,
        "has_changed": draft.version_id != version.pk,
    }
    return render(request, "portal/procedures/begun.html", context)


def _begin(request: HttpRequest, body: Organisation, version: ProcedureVersion) -> HttpResponse:
    """Begin a deposit, unless one is already begun: it is then offered first."""
    required = engine.compiled(version).definition.get("sign_in") == "required"
    if required and request.person_id is None:  # type: ignore[attr-defined]
        return redirect(f"{reverse('portal:sign_in')}?{urlencode({'suite': request.get_full_path()})}")
    limit(request, "portal.begin", most=60, seconds=3600)
    former = beginning.former_draft(request, body, version)
    if former is not None and not beginning.is_untouched(former):
        address = reverse("portal:begun", args=[body.slug, version.procedure.code])
        return redirect(f"{address}?{request.GET.urlencode()}".rstrip("?"))
    if former is not None:
        beginning.give_up(former)
    return beginning.begin(request, body, version)


def _context(request: HttpRequest, body: Organisation, version: ProcedureVersion) -> dict[str, Any]:
    definition = engine.compiled(version, language()).definition
    takes_part = sheet.takes_part(body, version.procedure.code)
    asked = request.GET.get("commune", "").strip()
    return beginning.identification(request, version) | {
        "body": body,
        "definition": definition,
        "code": version.procedure.code,
        "theme": version.procedure.category,
        "who": to_html(definition.get("who", "")),
        "after": to_html(definition.get("after", "")),
        "pieces": [to_html(piece) for piece in definition.get("pieces", [])],
        "legal_basis": [to_html(text) for text in definition.get("legal_basis", [])],
        "facts": sheet.facts(definition),
        "ways": sheet.other_ways(definition),
        "notice": sheet.data_notice(definition, body),
        "reach": reach(body),
        "takes_part": takes_part,
        "is_place": body.kind == OrganisationKind.MUNICIPALITY,
        "sign_in": definition.get("sign_in") == "required" and request.person_id is None,  # type: ignore[attr-defined]
        "asked": asked,
        "start_address": request.get_full_path(),
        "has_stale_link": beginning.has_stale_link(request, version),
        "places": find_places(asked, body, code=version.procedure.code) if asked and not takes_part else [],
    }

"""Accessibility, legal notice, personal data, help without the internet: in the name of the whole platform."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from parvis.catalogue import queries as catalogue
from parvis.catalogue.forms import engine
from parvis.organisations.models import Organisation
from parvis.portal.bodies import reach, speak_as_platform
from parvis.portal.home.places import find_places
from parvis.portal.procedures.sheet import LEGAL_BASES, dpo_contact
from parvis.ui.words import language


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """State how accessible the site is, and to whom to complain (loi du 11 février 2005, art. 47)."""
    return render(request, "portal/information/accessibility.html", _body(request))


@require_safe
def legal_notice(request: HttpRequest) -> HttpResponse:
    """Say who publishes the site (loi du 21 juin 2004, art. 6)."""
    return render(request, "portal/information/legal_notice.html", _body(request))


@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    """Say what is done with personal data, procedure by procedure: the public lines of the register (RGPD, art. 30)."""
    context = _body(request)
    body = context["body"]
    context |= {"lines": _register(body) if body else [], "dpo": dpo_contact(body) if body else ""}
    return render(request, "portal/information/personal_data.html", context)


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Lead who is not at ease online to a counter, a phone, an address."""
    context = _body(request)
    asked = request.GET.get("commune", "")[:100].strip()
    context |= {"asked": asked, "places": find_places(asked, context["body"]) if asked else []}
    return render(request, "portal/information/contact.html", context)


def _body(request: HttpRequest) -> dict[str, Any]:
    body = speak_as_platform(request)
    return {"body": body, "reach": reach(body) if body else None}


def _register(body: Organisation) -> list[dict[str, Any]]:
    """Return one line for each procedure offered: purpose, basis, recipients, retention."""
    lines = []
    for version in catalogue.published_versions(catalogue.procedures_for(body)):
        definition = engine.compiled(version, language()).definition
        notice = definition["data_notice"]
        lines.append(
            {
                "title": definition["title"],
                "facts": [
                    (_("Pourquoi"), notice["purpose"]),
                    (_("Fondement"), str(LEGAL_BASES[notice["legal_basis"]])),
                    (_("Qui les lit"), ", ".join(notice["recipients"])),
                    (_("Durée de conservation"), notice["retention"]),
                ],
            }
        )
    return lines

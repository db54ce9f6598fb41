"""Homes and searches."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from parvis.catalogue import queries as catalogue
from parvis.catalogue.models import Procedure
from parvis.common.errors import NotFound
from parvis.organisations import queries as organisations
from parvis.organisations.models import Organisation, OrganisationKind
from parvis.portal.bodies import body_of, reach, speak_as
from parvis.portal.home.places import find_places

FIRST_SHOWN = 6
LONGEST = 200


@require_safe
def region(request: HttpRequest) -> HttpResponse:
    """Show the home of the whole platform: the need, one's municipality, themes."""
    body = organisations.top_organisation()
    if body is None:
        return render(request, "portal/home/empty.html")
    speak_as(request, body)
    return render(request, "portal/home/home.html", _home(request, body))


@require_safe
def body_home(request: HttpRequest, body: str) -> HttpResponse:
    """Show the home of a body: the need, what is asked most, themes, how to reach it."""
    return render(request, "portal/home/home.html", _home(request, body_of(request, body)))


@require_safe
def region_search(request: HttpRequest) -> HttpResponse:
    """Search the procedures of the whole platform."""
    body = organisations.top_organisation()
    if body is None:
        raise NotFound
    speak_as(request, body)
    return render(request, "portal/home/search.html", _search(request, body))


@require_safe
def body_search(request: HttpRequest, body: str) -> HttpResponse:
    """Search the procedures a body offers, by words or by theme."""
    return render(request, "portal/home/search.html", _search(request, body_of(request, body)))


def links_to(body: Organisation, procedures: list[Procedure]) -> list[dict[str, str]]:
    """Return procedures as a list of links (``<c-link-list>``)."""
    return [
        {
            "label": one.title,
            "text": one.summary,
            "href": reverse("portal:procedure", args=[body.slug, one.code]),
        }
        for one in procedures
    ]


def _home(request: HttpRequest, body: Organisation) -> dict[str, Any]:
    offered = catalogue.procedures_for(body)
    asked = request.GET.get("commune", "")[:LONGEST].strip()
    is_place = body.kind == OrganisationKind.MUNICIPALITY
    return {
        "body": body,
        "first": links_to(body, offered[:FIRST_SHOWN]),
        "themes": _themes(body, offered),
        "count": len(offered),
        "reach": reach(body),
        "is_place": is_place,
        "asked": asked,
        "places": find_places(asked, body) if asked and not is_place else [],
    }


def _themes(body: Organisation, offered: list[Procedure]) -> list[dict[str, Any]]:
    search = reverse("portal:body_search", args=[body.slug])
    themes = []
    for name, group in catalogue.by_category(offered):
        titles = [one.title for one in group]
        themes.append({"name": name, "titles": titles[:3], "more": max(len(titles) - 3, 0), "search": search})
    return themes


def _search(request: HttpRequest, body: Organisation) -> dict[str, Any]:
    words = request.GET.get("q", "")[:LONGEST].strip()
    theme = request.GET.get("theme", "")[:LONGEST].strip()
    if words:
        found = catalogue.search_procedures(body, words)
    else:
        found = [one for one in catalogue.procedures_for(body) if theme in {"", one.category}]
    return {
        "body": body,
        "words": words,
        "theme": theme,
        "found": links_to(body, found),
        "reach": reach(body),
    }

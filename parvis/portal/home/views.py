"""Homes and searches."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from parvis.cases import queries as cases
from parvis.catalogue import queries as catalogue
from parvis.catalogue.models import Procedure
from parvis.common.errors import NotFound
from parvis.organisations.models import Organisation, OrganisationKind
from parvis.portal.bodies import body_of, reach, speak_as_platform
from parvis.portal.home.places import find_places
from parvis.ui import words

FIRST_SHOWN = 6
LONGEST = 200


@require_safe
def region(request: HttpRequest) -> HttpResponse:
    """Show the home of the whole platform: the need, one's municipality, themes."""
    body = speak_as_platform(request)
    if body is None:
        return render(request, "portal/home/empty.html")
    return render(request, "portal/home/home.html", _home(request, body))


@require_safe
def body_home(request: HttpRequest, body: str) -> HttpResponse:
    """Show the home of a body: the need, what is asked most, themes, how to reach it."""
    return render(request, "portal/home/home.html", _home(request, body_of(request, body)))


@require_safe
def region_search(request: HttpRequest) -> HttpResponse:
    """Search the procedures of the whole platform."""
    body = speak_as_platform(request)
    if body is None:
        raise NotFound
    return render(request, "portal/home/search.html", _search(request, body))


@require_safe
def body_search(request: HttpRequest, body: str) -> HttpResponse:
    """Search the procedures a body offers, by words or by theme."""
    return render(request, "portal/home/search.html", _search(request, body_of(request, body)))


def links_to(body: Organisation, procedures: list[Procedure]) -> list[dict[str, str]]:
    """Return procedures as a list of links (``<c-link-list>``)."""
    said = catalogue.said_in(words.language(), procedures)
    return [
        {
            "label": said[one.pk].title,
            "text": said[one.pk].summary,
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
        "first": links_to(body, _most_asked(offered)),
        "themes": _themes(body, offered),
        "count": len(offered),
        "reach": reach(body),
        "is_place": is_place,
        "asked": asked,
        "places": find_places(asked, body) if asked and not is_place else [],
    }


def _most_asked(offered: list[Procedure]) -> list[Procedure]:
    """Return the procedures asked most lately; those that nobody asked yet come after, in the order of themes."""
    asked = cases.most_asked([one.code for one in offered], limit=FIRST_SHOWN)
    rank = {code: place for place, code in enumerate(asked)}
    return sorted(offered, key=lambda one: rank.get(one.code, FIRST_SHOWN))[:FIRST_SHOWN]


def _themes(body: Organisation, offered: list[Procedure]) -> list[dict[str, Any]]:
    search = reverse("portal:body_search", args=[body.slug])
    said = catalogue.said_in(words.language(), offered)
    themes = []
    for theme, group in catalogue.by_category(offered):
        titles = [said[one.pk].title for one in group]
        name = said[group[0].pk].category
        more = max(len(titles) - 3, 0)
        themes.append({"theme": theme, "name": name, "titles": titles[:3], "more": more, "search": search})
    return themes


def _search(request: HttpRequest, body: Organisation) -> dict[str, Any]:
    asked = request.GET.get("q", "")[:LONGEST].strip()
    theme = request.GET.get("theme", "")[:LONGEST].strip()
    if asked:
        found = catalogue.search_procedures(body, asked)
    else:
        found = [one for one in catalogue.procedures_for(body) if theme in {"", one.category}]
    return {
        "body": body,
        "words": asked,
        "theme": _theme_said(theme, found),
        "found": links_to(body, found),
        "reach": reach(body),
    }


def _theme_said(theme: str, found: list[Procedure]) -> str:
    """Return the name of a theme in the language of the page: an address holds the French one."""
    if not theme or not found:
        return theme
    return catalogue.said_in(words.language(), found[:1])[found[0].pk].category

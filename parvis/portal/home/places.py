"""Finding one's municipality: by its name, its postcode, or one's position; and its outline for maps."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from parvis.catalogue.address_choices import suggestion
from parvis.common.errors import NotFound
from parvis.organisations import queries
from parvis.organisations.address_queries import address_search
from parvis.organisations.models import Organisation, Territory
from parvis.portal.visits import limit

LONGEST = 100


@dataclass(frozen=True)
class Place:
    """A municipality found: its name with its postcode, and where its page is."""

    label: str
    href: str


def find_places(text: str, within: Organisation | None, *, code: str = "") -> list[Place]:
    """Return the municipalities whose name or postcode matches, among those of a body that have a page of their own.

    ``code`` leads to that procedure's page rather than to the home.
    """
    territories = queries.municipality_search(
        text[:LONGEST], within=within.territory_id if within else None, limit=12
    )
    bodies = queries.municipal_bodies(place.pk for place in territories)
    return [
        Place(label_of(place), _address(bodies[place.pk], code))
        for place in territories
        if place.pk in bodies
    ]


def label_of(place: Territory) -> str:
    """Return « Caen (14000) »."""
    return f"{place.name} ({place.postcodes[0]})" if place.postcodes else place.name


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Answer the suggestions of a municipality's field (guide of the design system, §1)."""
    limit(request, "portal.suggestions", most=120, seconds=60)
    found = queries.municipality_search(request.GET.get("q", "")[:LONGEST])
    return JsonResponse({"options": [{"value": place.code, "label": label_of(place)} for place in found]})


@require_safe
def addresses(request: HttpRequest) -> HttpResponse:
    """Answer the suggestions of an address's first box, from the national address base."""
    limit(request, "portal.addresses", most=240, seconds=60)
    found = address_search(request.GET.get("q", "")[:LONGEST])
    return JsonResponse({"options": [suggestion(address) for address in found]})


@require_POST
def here(request: HttpRequest) -> HttpResponse:
    """Lead to the municipality of a position, which is neither kept nor written in an address."""
    limit(request, "portal.here", most=30, seconds=60)
    place = _place_at(request.POST.get("lat", ""), request.POST.get("lon", ""))
    body = queries.organisation_of_territory(place.pk) if place else None
    if body is None:
        messages.info(
            request, _("Nous n’avons pas trouvé votre commune. Écrivez son nom ou son code postal.")
        )
        return redirect("portal:region")
    return redirect(_address(body, request.POST.get("code", "")))


@require_safe
@cache_control(public=True, max_age=24 * 3600)
def outline(request: HttpRequest, body: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer the outline of a body's territory, in GeoJSON, for maps. Raises NotFound."""
    found = queries.organisation_by_slug(body)
    geometry = queries.outline_of(found.territory_id) if found.territory_id else None
    if geometry is None:
        raise NotFound
    feature = {"type": "Feature", "properties": {"name": found.name}, "geometry": geometry}
    return JsonResponse({"type": "FeatureCollection", "features": [feature]})


def _place_at(latitude: str, longitude: str) -> Territory | None:
    try:
        place = float(latitude), float(longitude)
    except ValueError:
        return None
    on_earth = -90 <= place[0] <= 90 and -180 <= place[1] <= 180
    return queries.nearest_outline(*place) if on_earth else None


def _address(body: Organisation, code: str) -> str:
    # What is not the code of a procedure could not stand in an address.
    if code and code.replace("-", "").isalnum():
        return reverse("portal:procedure", args=[body.slug, code])
    return reverse("portal:body", args=[body.slug])

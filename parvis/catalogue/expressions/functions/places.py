"""Functions on places."""

import math
from typing import Any

from django.utils.translation import gettext_lazy as _

from parvis.catalogue.expressions.errors import NoValue
from parvis.catalogue.expressions.function import function
from parvis.catalogue.expressions.values import number

RADIUS = 6_371_008.8
"""Mean radius of the Earth, in metres (IUGG)."""


@function(
    "distance", "o o",
    usage=_("distance(lieu, autre_lieu)"),
    says=_("la distance entre deux lieux de la carte, en mètres, à vol d’oiseau"),
    words=_("la distance entre {0} et {1}"),
    example=("distance(town_hall, school)", 577),
)  # fmt: skip
def distance(one: dict[str, Any], other: dict[str, Any]) -> int:
    """Return the distance on the sphere, in whole metres (haversine). Raises NoValue when a place has no point."""
    (lat, lon), (other_lat, other_lon) = _point(one), _point(other)
    half_lat, half_lon = math.sin((other_lat - lat) / 2), math.sin((other_lon - lon) / 2)
    part = half_lat * half_lat + math.cos(lat) * math.cos(other_lat) * half_lon * half_lon
    return math.floor(2 * RADIUS * math.asin(math.sqrt(min(1.0, part))) + 0.5)


def _point(place: dict[str, Any]) -> tuple[float, float]:
    """Return latitude and longitude in radians."""
    try:
        return number(place["lat"]) * math.pi / 180, number(place["lon"]) * math.pi / 180
    except KeyError:
        raise NoValue from None

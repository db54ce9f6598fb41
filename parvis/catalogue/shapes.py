"""Lines and areas drawn on a map: what their two field types share. Short distances: plane geometry is enough."""

import itertools
import json
import math
import re
from random import Random
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from parvis.catalogue.field_types import (
    FieldType,
    PostData,
    Question,
    Widget,
    at_most,
    clean_line,
    clean_text,
    must_be,
    refuse,
)
from parvis.common.errors import Invalid
from parvis.organisations.geometry import METRES_PER_DEGREE

Point = tuple[float, float]
"""Longitude and latitude, as GeoJSON orders them."""
DECIMALS = 6
MOST_POINTS = 200
LONGEST = 250
_NUMBER = re.compile(r"-?\d{1,3}(?:[.,]\d{1,20})?", re.ASCII)


class Shape(FieldType):
    """Base of such types: ``{"text", "geometry"}``, words and a GeoJSON geometry (WGS 84), at least one of the two.

    Words are always enough. Points may be typed one a line, « 49.18, -0.37 », drawn on the map, or pasted as GeoJSON.
    A subclass gives the ``geometry`` it makes, how many points it needs and what it measures.
    """

    template = "fields/shape.html"
    geometry: ClassVar[str]
    least: ClassVar[int]

    def measure(self, points: list[Point]) -> str:
        """Return how long or large it is, in words."""
        raise NotImplementedError

    def coordinates(self, points: list[Point]) -> Any:
        """Return the coordinates of its geometry."""
        raise NotImplementedError

    def points_of(self, coordinates: Any) -> Any:
        """Return the points of the coordinates of its geometry, whatever they are."""
        raise NotImplementedError

    def too_few(self) -> str:
        """Return what is said of points that do not make it."""
        raise NotImplementedError

    def check_points(self, points: list[Point]) -> None:
        """Refuse points that make no shape of this kind. Nothing by default."""

    def empty(self, question: Question) -> Any:
        """No words, no shape."""
        return {"text": "", "geometry": None}

    def is_empty(self, value: Any) -> bool:
        """Return whether there is neither a word nor a shape."""
        if isinstance(value, dict):
            return all(part in ("", None, {}) for part in value.values())
        return super().is_empty(value)

    def missing(self) -> str:
        """Say what is asked."""
        return _("Dessinez sur la carte ou décrivez le lieu.")

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Read the words and the points."""
        return {
            "text": clean_line(data.get(f"{name}.text", ""))[:1000],
            "points": clean_text(data.get(f"{name}.points", ""))[:20_000],
        }

    def typed(self, question: Question, value: Any) -> Any:
        """Write the points one a line, latitude first, as maps tell them."""
        place = value if isinstance(value, dict) else {}
        geometry = place.get("geometry")
        points = self.points_of(geometry.get("coordinates")) if isinstance(geometry, dict) else []
        lines = [f"{lat:.{DECIMALS}f}, {lon:.{DECIMALS}f}" for lon, lat in _as_points(points)]
        return {"text": place.get("text") or "", "points": "\n".join(lines)}

    def parse(self, question: Question, typed: Any) -> Any:
        """Read the points typed, or the GeoJSON pasted."""
        written = typed["points"]
        if not written:
            return {"text": typed["text"], "geometry": None}
        if written.startswith("{"):
            return {"text": typed["text"], "geometry": _geojson(written)}
        points = [_point(line) for line in written.split("\n") if line.strip()]
        return {
            "text": typed["text"],
            "geometry": {"type": self.geometry, "coordinates": self.coordinates(points)},
        }

    def check(self, question: Question, value: Any) -> Any:
        """Refuse a shape that is none, or off the Earth."""
        must_be(value, dict)
        text, geometry = value.get("text") or "", value.get("geometry")
        must_be(text, str)
        if set(value) - {"text", "geometry"}:
            refuse(_("Cette réponse n’a pas la forme attendue."))
        words = at_most(clean_line(text), LONGEST)
        return {"text": words, "geometry": None if geometry in (None, {}) else self._checked(geometry)}

    def _checked(self, geometry: Any) -> dict[str, Any]:
        must_be(geometry, dict)
        if geometry.get("type") != self.geometry or set(geometry) != {"type", "coordinates"}:
            refuse(_("Cette réponse n’a pas la forme attendue."))
        points = _as_points(self.points_of(geometry["coordinates"]))
        if len(points) > MOST_POINTS:
            refuse(_("Placez %(most)d points au plus.") % {"most": MOST_POINTS})
        distinct = [point for point, _same in itertools.groupby(points)]
        if len(set(distinct)) < self.least:
            refuse(self.too_few())
        self.check_points(distinct)
        return {"type": self.geometry, "coordinates": self.coordinates(distinct)}

    def to_text(self, question: Question, value: Any) -> str:
        """Return the words, then the measure."""
        geometry = value.get("geometry")
        points = _as_points(self.points_of(geometry["coordinates"])) if geometry else []
        return "\n".join(line for line in (value.get("text"), self.measure(points) if points else "") if line)

    def schema(self, question: Question) -> dict[str, Any]:
        """An object of words and GeoJSON."""
        point = {
            "type": "array",
            "minItems": 2,
            "maxItems": 2,
            "prefixItems": [
                {"type": "number", "minimum": -180, "maximum": 180},
                {"type": "number", "minimum": -90, "maximum": 90},
            ],
            "items": {"type": "number"},
        }
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "text": {"type": "string", "maxLength": LONGEST},
                "geometry": {
                    "type": ["object", "null"],
                    "required": ["type", "coordinates"],
                    "additionalProperties": False,
                    "properties": {
                        "type": {"const": self.geometry},
                        "coordinates": self.coordinates_schema({"type": "array", "items": point}),
                    },
                },
            },
        }

    def coordinates_schema(self, points: dict[str, Any]) -> dict[str, Any]:
        """Return the JSON Schema of the coordinates, from that of a list of points."""
        return points

    def sample(self, question: Question, luck: Random) -> Any:
        """Move the example a little."""
        east, north = luck.uniform(-0.1, 0.1), luck.uniform(-0.1, 0.1)
        points = _as_points(self.points_of(self.example["geometry"]["coordinates"]))
        moved = [(lon + east, lat + north) for lon, lat in points]
        shape = {"type": self.geometry, "coordinates": self.coordinates(moved)}
        return self.check(question, {"text": luck.choice(["", self.example["text"]]), "geometry": shape})

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Draw the words, the map, the list of points."""
        place = typed if isinstance(typed, dict) else {}
        shown = {"text": place.get("text", ""), "points": place.get("points", "")}
        widget = super().widget(question, name, shown, errors)
        widget.context["closed"] = self.geometry == "Polygon"
        return widget


def length(points: list[Point]) -> float:
    """Return the length of a line, in metres."""
    return sum(math.dist(one, other) for one, other in itertools.pairwise(_plane(points)))


def area(points: list[Point]) -> float:
    """Return the area inside a line that comes back to its first point, in square metres."""
    plane = _plane(points)
    turned = zip(plane, plane[1:] + plane[:1], strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in turned)) / 2


def crosses_itself(points: list[Point]) -> bool:
    """Return whether two sides of an area that do not follow each other meet."""
    sides = list(zip(points, points[1:] + points[:1], strict=True))
    return any(
        _cross(*sides[one], *sides[other])
        for one in range(len(sides))
        for other in range(one + 2, len(sides))
        if (other + 1) % len(sides) != one
    )


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _plane(points: list[Point]) -> list[Point]:
    """Return the points in metres from the first one: a degree of longitude is shorter away from the equator."""
    if not points:
        return []
    west, south = points[0]
    wide = METRES_PER_DEGREE * math.cos(math.radians(south))
    return [((lon - west) * wide, (lat - south) * METRES_PER_DEGREE) for lon, lat in points]


def _as_points(given: Any) -> list[Point]:
    """Return a list of points, rounded. Raises Invalid when one is no point of the Earth."""
    must_be(given, list)
    points = []
    for point in given:
        must_be(point, list)
        if len(point) != 2:
            refuse(_("Cette réponse n’a pas la forme attendue."))
        lon, lat = point
        must_be(lon, (int, float))
        must_be(lat, (int, float))
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            refuse(_("Ce point n’est pas sur Terre. Vérifiez la latitude et la longitude."))
        points.append((round(float(lon), DECIMALS), round(float(lat), DECIMALS)))
    return points


def _point(line: str) -> Point:
    numbers = _NUMBER.findall(line)
    if len(numbers) != 2:
        refuse(_("Écrivez un point par ligne, latitude puis longitude, par exemple 49.1829, -0.3707."))
    lat, lon = (float(number.replace(",", ".")) for number in numbers)
    return lon, lat


def _geojson(text: str) -> Any:
    """Return the geometry of a GeoJSON text, alone or in a feature."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Invalid({"": [_("Ce texte GeoJSON ne se lit pas.")]}) from None
    feature = isinstance(found, dict) and found.get("type") == "Feature"
    return found.get("geometry") if feature else found

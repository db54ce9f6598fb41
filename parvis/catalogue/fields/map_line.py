"""A line on a map: a path, a hedge, a route."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import register
from parvis.catalogue.numbers import written
from parvis.catalogue.shapes import Point, Shape, length


@register
class MapLine(Shape):
    """Words and a line: ``{"text", "geometry"}``, a GeoJSON LineString."""

    code, label = "map_line", gettext_lazy("tracé sur une carte")
    geometry, least = "LineString", 2
    example: ClassVar[Any] = {
        "text": "Le long du canal",
        "geometry": {"type": "LineString", "coordinates": [[-0.370679, 49.182863], [-0.3657, 49.18]]},
    }

    def measure(self, points: list[Point]) -> str:
        """Return « Longueur : 480 m »."""
        return _("Longueur : %(length)s") % {"length": written(round(length(points)), unit="m")}

    def coordinates(self, points: list[Point]) -> Any:
        """The points themselves."""
        return [list(point) for point in points]

    def points_of(self, coordinates: Any) -> Any:
        """The points themselves."""
        return coordinates

    def too_few(self) -> str:
        """A line has two ends."""
        return _("Placez au moins deux points.")

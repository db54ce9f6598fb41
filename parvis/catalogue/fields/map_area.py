"""An area on a map: a field, a building site, a market's pitch."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import must_be, refuse, register
from parvis.catalogue.numbers import written
from parvis.catalogue.shapes import Point, Shape, area, crosses_itself


@register
class MapArea(Shape):
    """Words and an area: ``{"text", "geometry"}``, a GeoJSON Polygon of one ring."""

    code, label = "map_area", gettext_lazy("surface sur une carte")
    geometry, least = "Polygon", 3
    example: ClassVar[Any] = {
        "text": "Le champ",
        "geometry": {
            "type": "Polygon",
            "coordinates": [[[-0.37, 49.18], [-0.369, 49.18], [-0.369, 49.181], [-0.37, 49.18]]],
        },
    }

    def measure(self, points: list[Point]) -> str:
        """Return « Surface : 4 050 m² »."""
        return _("Surface : %(area)s") % {"area": written(round(area(points)), unit="m²")}

    def coordinates(self, points: list[Point]) -> Any:
        """One ring, closed by its first point."""
        return [[list(point) for point in [*points, *points[:1]]]]

    def points_of(self, coordinates: Any) -> Any:
        """Return the points of the only ring, the last of which is the first again."""
        must_be(coordinates, list)
        if len(coordinates) != 1:
            refuse(_("Dessinez une seule surface, sans trou."))
        [ring] = coordinates
        must_be(ring, list)
        return ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring

    def too_few(self) -> str:
        """An area has three corners."""
        return _("Placez au moins trois points.")

    def check_points(self, points: list[Point]) -> None:
        """Refuse an area whose sides cross: it would have no measure."""
        if crosses_itself(points):
            refuse(_("Les bords de la surface se croisent. Déplacez ou retirez un point."))

    def coordinates_schema(self, points: dict[str, Any]) -> dict[str, Any]:
        """One ring."""
        return {"type": "array", "minItems": 1, "maxItems": 1, "items": points}

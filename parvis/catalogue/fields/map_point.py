"""A place, by words, by a point on a map, or both."""

import re
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import (
    FieldType,
    PostData,
    Question,
    at_most,
    clean_line,
    must_be,
    refuse,
    register,
)

KEYS = ("text", "lat", "lon")
LONGEST = 250


@register
class MapPoint(FieldType):
    """Where something is. Words are always enough: the map is never the only way (MISSION, access for all).

    ``lat`` and ``lon`` are degrees (WGS 84), both or neither.
    """

    code, label = "map_point", gettext_lazy("lieu sur une carte")
    template = "fields/point.html"
    example: ClassVar[Any] = {"text": "Devant le 3 rue des Tilleuls", "lat": 49.182863, "lon": -0.370679}

    def empty(self, question: Question) -> Any:
        """No words, no point."""
        return {"text": "", "lat": None, "lon": None}

    def is_empty(self, value: Any) -> bool:
        """Return whether there is neither a point nor a word."""
        if isinstance(value, dict):
            return all(part in ("", None) for part in value.values())
        return super().is_empty(value)

    def missing(self) -> str:
        """Say what is asked."""
        return _("Placez le point sur la carte ou décrivez le lieu.")

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Read the words and the two numbers."""
        return {key: clean_line(data.get(f"{name}.{key}", ""))[:1000] for key in KEYS}

    def typed(self, question: Question, value: Any) -> Any:
        """Fill the three boxes."""
        place = value if isinstance(value, dict) else self.empty(question)
        return {key: "" if place.get(key) is None else place.get(key) for key in KEYS}

    def parse(self, question: Question, typed: Any) -> Any:
        """Read the numbers, « 49,18 » included."""
        place: dict[str, Any] = {"text": typed["text"]}
        for key in ("lat", "lon"):
            number = typed[key].replace(",", ".")
            if number and not re.fullmatch(r"-?\d{1,3}(\.\d{1,20})?", number, re.ASCII):
                refuse(_("Écrivez la latitude et la longitude en degrés, par exemple 49.1829 et -0.3707."))
            place[key] = float(number) if number else None
        return place

    def check(self, question: Question, value: Any) -> Any:
        """Refuse half a point, or a point off the Earth."""
        must_be(value, dict)
        text, lat, lon = (value.get(key) for key in KEYS)
        must_be(text if text is not None else "", str)
        if set(value) - set(KEYS):
            refuse(_("Cette réponse n’a pas la forme attendue."))
        at_most(text or "", LONGEST)
        if (lat is None) != (lon is None):
            refuse(_("Donnez la latitude et la longitude, ou aucune des deux."))
        if lat is None:
            return {"text": clean_line(text), "lat": None, "lon": None}
        must_be(lat, (int, float))
        must_be(lon, (int, float))
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            refuse(_("Ce point n’est pas sur Terre. Vérifiez la latitude et la longitude."))
        return {"text": clean_line(text), "lat": round(float(lat), 6), "lon": round(float(lon), 6)}

    def to_text(self, question: Question, value: Any) -> str:
        """Return the words, then the point."""
        point = "" if value.get("lat") is None else f"{value['lat']:.6f}, {value['lon']:.6f}"
        return "\n".join(line for line in (value.get("text"), point) if line)

    def schema(self, question: Question) -> dict[str, Any]:
        """An object of words and degrees."""
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "text": {"type": "string", "maxLength": LONGEST},
                "lat": {"type": ["number", "null"], "minimum": -90, "maximum": 90},
                "lon": {"type": ["number", "null"], "minimum": -180, "maximum": 180},
            },
        }

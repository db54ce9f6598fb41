"""When and where a person was born."""

import re
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.compound import Compound, part
from parvis.catalogue.countries import FRANCE, countries
from parvis.catalogue.field_types import (
    PostData,
    Question,
    Widget,
    at_most,
    clean_line,
    must_be,
    refuse,
    register,
)
from parvis.common.errors import Invalid
from parvis.common.personal_data import Category
from parvis.organisations.names import plain
from parvis.organisations.queries import municipality_by_code, municipality_search

LONGEST = 150
# A municipality's INSEE code, those gone since and those of Corsica and overseas included.
_CODE = re.compile(r"(\d{2}|2[AB])\d{3}", re.ASCII)


@register
class Birth(Compound):
    """A date and a place: ``{"date", "country", "city", "code"}``. ``country`` is an ISO code; ``code`` is the INSEE
    code of a town of France, kept when we know it: towns merge, and people are born elsewhere than here.

    Option ``asks``: ``date``, ``place`` (both unless said).
    """

    code, label = "birth", gettext_lazy("date et lieu de naissance")
    category = Category.IDENTITY
    options: ClassVar[dict[str, Any]] = {
        "asks": {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"enum": ["date", "place"]}}
    }
    example: ClassVar[Any] = {"date": "1980-03-16", "country": "FR", "city": "Caen", "code": "14118"}

    def parts(self, question: Question) -> tuple[Question, ...]:
        """Return the date and the country; the town is read and drawn by itself."""
        asked = question.options.get("asks", ["date", "place"])
        choices = [{"value": code, "label": name} for code, name in countries().items()]
        parts = {
            "date": part("date", "date", _("Date de naissance"), min="1850-01-01", max="today", birth=True),
            "place": part("country", "choice", _("Pays de naissance"), options=choices, list=True),
        }
        return tuple(parts[name] for name in parts if name in asked)

    def empty(self, question: Question) -> Any:
        """No date, no place."""
        return {"date": "", "country": "", "city": "", "code": ""}

    def lacking(self, question: Question) -> dict[str, list[str]]:
        """Say it box by box, the town's too."""
        lacking = super().lacking(question)
        return {**lacking, "city": [_no_city()]} if self._asks_place(question) else lacking

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Read the boxes; a country alone, which stands there from the start, says nothing."""
        typed = super().read(question, data, name, kept)
        typed["city"] = {
            "value": clean_line(data.get(f"{name}.city", ""))[:10],
            "text": clean_line(data.get(f"{name}.city.text", ""))[:1000],
        }
        return typed

    def typed(self, question: Question, value: Any) -> Any:
        """Fill the boxes; France is there from the start."""
        typed = super().typed(question, value)
        place = value if isinstance(value, dict) else {}
        city = {"value": place.get("code", ""), "text": place.get("city", "")}
        return (
            typed
            | {"city": city}
            | ({"country": place.get("country") or FRANCE} if "country" in typed else {})
        )

    def parse(self, question: Question, typed: Any) -> Any:
        """Take the town chosen, else the one town of that very name, else the words."""
        city = typed.get("city", {}) if isinstance(typed, dict) else {}
        value = super().parse(question, typed)
        text, code = city.get("text", ""), city.get("value", "")
        if not value.get("date") and not text and not code:
            return None
        if value.get("country", "") != FRANCE:
            return {**value, "city": text, "code": ""}
        return {**value, "city": text, "code": code or _code_of(text)}

    def check(self, question: Question, value: Any) -> Any:
        """Refuse a date to come, a country or a town that is none."""
        must_be(value, dict)
        place = {key: value.get(key) or "" for key in ("city", "code")}
        errors: dict[str, list[str]] = {}
        checked: dict[str, Any] = {}
        try:
            checked = super().check(question, {k: one for k, one in value.items() if k not in place})
        except Invalid as invalid:
            errors = invalid.errors
        if self._asks_place(question):
            try:
                place = _checked_place(place, value.get("country"))
            except Invalid as invalid:
                errors = errors | invalid.errors
        if errors:
            raise Invalid(errors)
        return (
            {**self.empty(question), **checked, **place}
            if self._asks_place(question)
            else {
                **self.empty(question),
                **checked,
            }
        )

    def to_text(self, question: Question, value: Any) -> str:
        """Return « 16 mars 1980 », then « Caen (14118) » or « Namur, Belgique »."""
        day = next((text for one, text in self.texts(question, value) if one.key == "date"), "")
        country = countries().get(value.get("country", ""), value.get("country", ""))
        code = f" ({value['code']})" if value.get("code") else ""
        abroad = f", {country}" if value.get("country", "") not in ("", FRANCE) else ""
        city = f"{value.get('city', '')}{code}{abroad}"
        return "\n".join(line for line in (day, city) if line)

    def schema(self, question: Question) -> dict[str, Any]:
        """A date, an ISO country, the name of a town and its INSEE code."""
        schema = super().schema(question)
        texts = {"type": "string", "maxLength": LONGEST}
        code = {"type": "string", "pattern": r"^((\d{2}|2[AB])\d{3})?$", "description": "Code INSEE"}
        schema["properties"] = {
            "date": {"type": "string"},
            "country": {"type": "string"},
            **schema["properties"],
            "city": texts,
            "code": code,
        }
        return schema

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Draw the date, the country and the town; suggestions are of France, any words are taken."""
        group = super().widget(question, name, typed, errors)
        if not self._asks_place(question):
            return group
        town = part("city", "municipality", _("Ville de naissance"), required=question.required)
        city = typed.get("city") if isinstance(typed, dict) else None
        shown = city if isinstance(city, dict) else {"value": "", "text": ""}
        widget = town.type.widget(town, f"{name}.city", shown, {"": errors.get("city", [])})
        widget.context["options"] = []
        group.context["widgets"].append(widget)
        return group

    def _asks_place(self, question: Question) -> bool:
        return "place" in question.options.get("asks", ["place"])


def _no_city() -> str:
    return _("Écrivez la ville de naissance.")


def _code_of(text: str) -> str:
    """Return the INSEE code of the one town of that very name, empty when there is none or several."""
    found = [place for place in municipality_search(text) if plain(place.name) == plain(text)] if text else []
    return found[0].code if len(found) == 1 else ""


def _checked_place(place: dict[str, Any], country: Any) -> dict[str, Any]:
    """Return the town with its official name when its code is known here."""
    for given in place.values():
        must_be(given, str)
    city, code = at_most(clean_line(place["city"]), LONGEST, "city"), place["code"]
    if code and (country != FRANCE or not _CODE.fullmatch(code)):
        refuse(_("Nous ne trouvons pas cette commune. Vérifiez son nom."), "city")
    known = municipality_by_code(code) if code else None
    if known is not None:
        return {"city": known.name, "code": known.code}
    if not city:
        refuse(_no_city(), "city")
    return {"city": city, "code": code}

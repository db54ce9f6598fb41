"""A postal address."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.address_choices import FILLED, chosen, suggestion
from parvis.catalogue.field_types import PostData, Question, Widget, clean_line, refuse, register
from parvis.catalogue.lists.wanting import once
from parvis.catalogue.parts import Part, Parts
from parvis.common.personal_data import Category
from parvis.organisations.address_queries import address_search, exact_address, streets_are_known

# Answered by the portal with the options of the guide of the design system.
SUGGESTIONS = "/rechercher/adresses/"
SEARCHED = "searched"
"""Key of what was typed: its search button was pressed, the way without script."""
PLACE = ("insee", "lat", "lon")
"""What is kept besides when the national file knows the address: INSEE code of the commune, degrees (WGS 84)."""


def checked_postcode(text: str, part: str) -> str:
    """Return a French postcode, or refuse it."""
    postcode = text.replace(" ", "")
    if not re.fullmatch(r"\d{5}", postcode, re.ASCII):
        refuse(_("Écrivez un code postal de cinq chiffres, par exemple 14000."), part)
    return postcode


@register
class Address(Parts):
    """Where letters go. Option ``abroad``: a country may be given, and the postcode is then free.

    When the national address file is loaded (``load-addresses``), addresses are proposed as one types, and one that
    it knows keeps the INSEE code of its commune (``insee``) and its position (``lat``, ``lon``). Any address may be
    written freely.
    """

    code, label = "address", gettext_lazy("adresse postale")
    category = Category.CONTACT
    keys = ("street", "complement", "postcode", "city", "country")
    options: ClassVar[dict[str, Any]] = {"abroad": {"type": "boolean"}}
    example: ClassVar[Any] = {
        "street": "12 rue des Lilas",
        "complement": "",
        "postcode": "14000",
        "city": "Caen",
        "country": "",
    }

    def parts(self, question: Question) -> tuple[Part, ...]:
        """Return the lines of an address."""
        abroad = question.options.get("abroad", False)
        lines = (
            Part(
                "street",
                _("Numéro et rue"),
                _("Écrivez le numéro et la rue."),
                drawing=_fill("address-line1"),
            ),
            Part(
                "complement",
                _("Complément d’adresse"),
                required=False,
                drawing=_fill("address-line2"),
            ),
            Part(
                "postcode",
                _("Code postal"),
                _("Écrivez le code postal."),
                checked=None if abroad else checked_postcode,
                longest=12,
                drawing=_fill("postal-code") | {"width": "6"},
            ),
            Part("city", _("Ville"), _("Écrivez la ville."), drawing=_fill("address-level2")),
        )
        country = Part("country", _("Pays"), required=False, drawing=_fill("country-name"))
        return (*lines, country) if abroad else lines

    def empty(self, question: Question) -> Any:
        """Every part blank, the position too."""
        return {**super().empty(question), "insee": "", "lat": None, "lon": None}

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Read every box; an address chosen among those proposed fills them."""
        typed = super().read(question, data, name, kept)
        found = chosen(clean_line(data.get(f"{name}.choice", "")))
        if found:
            return typed | found
        if data.get("search_field", "") == f"{name}.street":
            typed[SEARCHED] = True
        return typed

    def typed(self, question: Question, value: Any) -> Any:
        """Fill every box; the position is found again."""
        given = value if isinstance(value, Mapping) else {}
        return {key: given.get(key) or "" for key in self.keys}

    def parse(self, question: Question, typed: Any) -> Any:
        """Take the boxes; while one searches, nothing is taken yet."""
        if typed.get(SEARCHED):
            refuse(_("Choisissez votre adresse dans la liste, ou écrivez-la en entier."), "street")
        return {key: typed.get(key, "") for key in self.keys}

    def check(self, question: Question, value: Any) -> Any:
        """Check the lines, then find where they are; a position given with them is kept."""
        given = value if isinstance(value, Mapping) else {}
        lines = {key: part for key, part in given.items() if key not in PLACE} if given else value
        checked = super().check(question, lines)
        place = {key: given[key] for key in PLACE if given.get(key) not in (None, "")}
        kept = {key: checked[key] for key in self.keys}
        return {**kept, **(_checked_place(place) if place else _found_place(kept))}

    def schema(self, question: Question) -> dict[str, Any]:
        """The lines; where it is may be given, else it is found when the address is known."""
        schema = super().schema(question)
        schema["properties"] |= {
            "insee": {"type": "string", "pattern": "^[0-9][0-9AB][0-9]{3}$", "description": "Code INSEE"},
            "lat": {"type": "number", "minimum": -90, "maximum": 90},
            "lon": {"type": "number", "minimum": -180, "maximum": 180},
        }
        schema["dependentRequired"] = {"lat": ["lon"], "lon": ["lat"]}
        return schema

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Draw the boxes; the first proposes addresses when the national file is loaded."""
        widget = super().widget(question, name, typed, errors)
        if once("streets", streets_are_known):
            street = widget.context["widgets"][0]
            widget.context["widgets"][0] = Widget(
                "fields/suggested.html", street.context | _proposed(name, typed)
            )
        return widget

    def to_text(self, question: Question, value: Any) -> str:
        """Return the lines as on an envelope."""
        town = f"{value.get('postcode', '')} {value.get('city', '')}".strip()
        lines = (value.get("street"), value.get("complement"), town, value.get("country"))
        return "\n".join(line for line in lines if line)


def _proposed(name: str, typed: Any) -> dict[str, Any]:
    """Return what the box of the street proposes: without script, once its button was pressed."""
    searched = isinstance(typed, Mapping) and bool(typed.get(SEARCHED))
    words = " ".join(str(typed.get(part, "")) for part in FILLED) if searched else ""
    return {
        "url": SUGGESTIONS,
        "fills": name,
        "searched": searched,
        "options": [suggestion(found) for found in address_search(words)] if searched else [],
    }


def _checked_place(place: Mapping[str, Any]) -> dict[str, Any]:
    """Return where a program says that an address is, or refuse it."""
    insee = place.get("insee")
    if insee is not None and not (
        isinstance(insee, str) and re.fullmatch(r"[0-9][0-9AB][0-9]{3}", insee, re.A)
    ):
        refuse(_("Cette réponse n’a pas la forme attendue."))
    degrees = [place[key] for key in ("lat", "lon") if key in place]
    if len(degrees) == 1 or not all(
        _is_degrees(one, most) for one, most in zip(degrees, (90, 180), strict=False)
    ):
        refuse(_("Cette réponse n’a pas la forme attendue."))
    return dict(place)


def _is_degrees(value: Any, most: int) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -most <= value <= most


def _found_place(lines: Mapping[str, str]) -> dict[str, Any]:
    """Return where the national file says that an address is; nothing when it does not know it."""
    if lines["country"] or not once("streets", streets_are_known):
        return {}
    found = exact_address(lines["street"], lines["postcode"], lines["city"])
    if found is None:
        return {}
    return {"insee": found.municipality_code, "lat": found.latitude, "lon": found.longitude}


def _fill(token: str) -> dict[str, Any]:
    """Return what lets the browser fill the box (WCAG 1.3.5)."""
    return {"autocomplete": token}

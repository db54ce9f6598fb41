"""A French municipality, by its INSEE code."""

import re
from random import Random
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import (
    FieldType,
    PostData,
    Question,
    Widget,
    clean_line,
    must_be,
    refuse,
    register,
)
from parvis.organisations.models import Territory
from parvis.organisations.names import plain
from parvis.organisations.queries import municipality_by_code, municipality_search, some_municipality

# Answered by the portal with the options of the guide of the design system.
SUGGESTIONS = "/rechercher/communes/"


@register
class Municipality(FieldType):
    """A commune: typed by name or postcode, chosen among suggestions, kept as code and official name."""

    code, label = "municipality", gettext_lazy("commune")
    template = "fields/autocomplete.html"
    example: ClassVar[Any] = {"code": "14118", "name": "Caen"}

    def empty(self, question: Question) -> Any:
        """No commune."""
        return {"code": "", "name": ""}

    def is_empty(self, value: Any) -> bool:
        """Return whether no commune is named."""
        if isinstance(value, dict):
            return all(part in ("", None) for part in value.values())
        return super().is_empty(value)

    def missing(self) -> str:
        """Say what is asked."""
        return _("Écrivez le nom de la commune, puis choisissez-la dans la liste.")

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Read the code chosen and the words typed."""
        return {
            "value": clean_line(data.get(name, ""))[:10],
            "text": clean_line(data.get(f"{name}.text", ""))[:100],
        }

    def typed(self, question: Question, value: Any) -> Any:
        """Fill the box with the commune's name."""
        place = value if isinstance(value, dict) else self.empty(question)
        return {"value": place.get("code", ""), "text": place.get("name", "")}

    def parse(self, question: Question, typed: Any) -> Any:
        """Take the code chosen, else the one commune of that very name."""
        if typed["value"]:
            return {"code": typed["value"], "name": typed["text"]}
        if not typed["text"]:
            return None
        found = municipality_search(typed["text"])
        exact = [place for place in found if plain(typed["text"]) in _names(place)]
        chosen = exact if exact else found
        if len(chosen) != 1:
            refuse(
                _("Plusieurs communes répondent à ces mots. Choisissez dans la liste.")
                if chosen
                else _("Nous ne trouvons pas cette commune. Vérifiez son nom ou écrivez son code postal.")
            )
        return {"code": chosen[0].code, "name": chosen[0].name}

    def check(self, question: Question, value: Any) -> Any:
        """Refuse a code that no commune has; the name kept is the official one."""
        must_be(value, dict)
        code = value.get("code")
        must_be(code, str)
        if set(value) - {"code", "name"}:
            refuse(_("Cette réponse n’a pas la forme attendue."))
        place = municipality_by_code(code) if re.fullmatch(r"[0-9AB]{5}", code, re.ASCII) else None
        if place is None:
            refuse(_("Nous ne trouvons pas cette commune. Vérifiez son nom ou écrivez son code postal."))
        return {"code": place.code, "name": place.name}

    def sample(self, question: Question, luck: Random) -> Any:
        """Return one of the communes we know."""
        place = some_municipality(luck.random())
        return {"code": place.code, "name": place.name} if place else super().sample(question, luck)

    def to_text(self, question: Question, value: Any) -> str:
        """Return the name."""
        return str(value.get("name") or value.get("code", ""))

    def schema(self, question: Question) -> dict[str, Any]:
        """An object of the INSEE code; the name is ours."""
        return {
            "type": "object",
            "required": ["code"],
            "additionalProperties": False,
            "properties": {
                "code": {"type": "string", "pattern": "^[0-9AB]{5}$", "description": "Code INSEE"},
                "name": {"type": "string"},
            },
        }

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Draw the box; without JavaScript, the communes found are choices under it."""
        widget = super().widget(question, name, typed, errors)
        if typed["text"] and not typed["value"]:
            widget.context["options"] = [_option(place) for place in municipality_search(typed["text"])]
        return widget

    def context(self, question: Question) -> dict[str, Any]:
        """Where suggestions are asked."""
        return {"url": SUGGESTIONS}


def _names(place: Territory) -> set[str]:
    """Return how a person writes this very commune: its name, or its name and one of its postcodes."""
    return {plain(place.name), *(plain(f"{place.name} {postcode}") for postcode in place.postcodes)}


def _option(place: Territory) -> dict[str, str]:
    postcode = f" ({place.postcodes[0]})" if place.postcodes else ""
    return {"value": place.code, "label": f"{place.name}{postcode}"}

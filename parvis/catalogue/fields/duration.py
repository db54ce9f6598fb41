"""A length of time."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from parvis.catalogue.field_types import (
    FieldType,
    PostData,
    Question,
    Widget,
    clean_line,
    inner,
    refuse,
    register,
)
from parvis.catalogue.numbers import as_number, checked, in_bounds, parsed

MINUTES = {"days": 1440, "hours": 60, "minutes": 1}
USUAL = ("hours", "minutes")
MOST = 100_000_000


@register
class Duration(FieldType):
    """A number of minutes: « 2 h 30 » is 150. Options: ``units`` asked (among days, hours, minutes; the last two unless
    said), ``min`` and ``max`` (minutes). A length in months or years is a ``quantity``: they have no fixed length.
    """

    code, label = "duration", gettext_lazy("durée")
    template = "fields/group.html"
    options: ClassVar[dict[str, Any]] = {
        "units": {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"enum": list(MINUTES)}},
        "min": {"type": "integer", "minimum": 0, "maximum": MOST},
        "max": {"type": "integer", "minimum": 1, "maximum": MOST},
    }
    example = 150

    def empty(self, question: Question) -> Any:
        """Null: neither short nor long."""
        return None

    def missing(self) -> str:
        """Say what is asked."""
        return _("Écrivez une durée.")

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Read the boxes."""
        return {unit: clean_line(data.get(f"{name}.{unit}", ""))[:40] for unit in MINUTES}

    def typed(self, question: Question, value: Any) -> Any:
        """Share the minutes among the boxes, the largest first."""
        boxes = dict.fromkeys(MINUTES, "")
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            return boxes
        for unit in _units(question):
            count, value = divmod(value, MINUTES[unit])
            boxes[unit] = str(count) if count else ""
        return boxes if any(boxes.values()) else {**boxes, _units(question)[-1]: "0"}

    def parse(self, question: Question, typed: Any) -> Any:
        """Add up the boxes; « 1,5 » hours are read too."""
        counts = {unit: parsed(typed.get(unit), unit) for unit in _units(question)}
        given = [count * MINUTES[unit] for unit, count in counts.items() if count is not None]
        return as_number(sum(given), 0) if given else None  # type: ignore[arg-type]

    def check(self, question: Question, value: Any) -> Any:
        """Refuse parts of a minute, and a length out of bounds."""
        exact = checked(value, {"min": 0, "max": MOST}, 0)
        least, most = question.options.get("min", 0), question.options.get("max", MOST)
        if exact < least:
            refuse(_("Donnez une durée d’au moins %(length)s.") % {"length": in_words(least)})
        if exact > most:
            refuse(_("Donnez une durée de %(length)s au plus.") % {"length": in_words(most)})
        return int(in_bounds(exact, {}))

    def to_text(self, question: Question, value: Any) -> str:
        """Return « 2 h 30 »."""
        return in_words(value)

    def schema(self, question: Question) -> dict[str, Any]:
        """A whole number of minutes."""
        bounds = {"minimum": question.options.get("min", 0), "maximum": question.options.get("max", MOST)}
        return {"type": "integer", "description": "minutes", **bounds}

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Draw a short box a unit, side by side."""
        group = super().widget(question, name, "", errors)
        labels = {"days": _("Jours"), "hours": _("Heures"), "minutes": _("Minutes")}
        given = typed if isinstance(typed, dict) else {}
        group.context["layout"] = "inline"
        group.context["widgets"] = [
            inner(
                "fields/input.html",
                f"{name}.{unit}",
                labels[unit],
                given.get(unit, ""),
                errors=errors.get(unit, []),
                inputmode="numeric",
                width="4",
            )
            for unit in _units(question)
        ]
        return group


def in_words(minutes: int) -> str:
    """Return « 2 jours 3 h 30 min », with spaces that do not break."""
    days, rest = divmod(int(minutes), MINUTES["days"])
    hours, left = divmod(rest, 60)
    said = []
    if days:
        said.append(ngettext("%(count)d jour", "%(count)d jours", days) % {"count": days})
    if hours:
        said.append(_("%(count)d h") % {"count": hours})
    if left or not said:
        said.append(_("%(count)d min") % {"count": left})
    return " ".join(said)


def _units(question: Question) -> list[str]:
    asked = question.options.get("units", USUAL)
    return [unit for unit in MINUTES if unit in asked]

"""A period: two days."""

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.compound import Compound, part
from parvis.catalogue.dates import BOUND, bound_faults
from parvis.catalogue.field_types import Question, refuse, register


@register
class DateRange(Compound):
    """From a day to another, both included: ``{"start", "end"}``. Options: ``min``, ``max``, ``min_days`` and
    ``max_days`` (how many days, both included), ``open_end`` (the end may stay unknown).
    """

    code, label = "date_range", gettext_lazy("période")
    options: ClassVar[dict[str, Any]] = {
        "min": BOUND,
        "max": BOUND,
        "min_days": {"type": "integer", "minimum": 1, "maximum": 36600},
        "max_days": {"type": "integer", "minimum": 1, "maximum": 36600},
        "open_end": {"type": "boolean"},
    }
    example: ClassVar[Any] = {"start": "2026-12-31", "end": "2027-01-02"}
    inline = True

    def faults(self, options: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Bounds that are no day."""
        return bound_faults(options)

    def parts(self, question: Question) -> tuple[Question, ...]:
        """Return the two days."""
        bounds = {name: question.options[name] for name in ("min", "max") if name in question.options}
        known = not question.options.get("open_end", False)
        return (
            part("start", "date", _("Du"), **bounds),
            part("end", "date", _("Au"), required=known, **bounds),
        )

    def check_whole(self, question: Question, value: dict[str, Any]) -> None:
        """Refuse an end before the start, and a period too short or too long."""
        if not value["end"]:
            return
        days = (date.fromisoformat(value["end"]) - date.fromisoformat(value["start"])).days + 1
        if days < 1:
            refuse(_("La fin est avant le début. Vérifiez les deux dates."), "end")
        least, most = question.options.get("min_days", 1), question.options.get("max_days", days)
        if days < least:
            refuse(_("Donnez une période d’au moins %(count)d jours.") % {"count": least}, "end")
        if days > most:
            refuse(_("Donnez une période de %(count)d jours au plus.") % {"count": most}, "end")

    def to_text(self, question: Question, value: Any) -> str:
        """Return « du 31 décembre 2026 au 2 janvier 2027 »."""
        days = {one.key: text for one, text in self.texts(question, value)}
        if "end" not in days:
            return _("à partir du %(start)s") % days
        return _("du %(start)s au %(end)s") % days

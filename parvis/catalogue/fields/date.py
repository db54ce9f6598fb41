"""A date."""

import re
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any, ClassVar

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue import sampling
from parvis.catalogue.dates import (
    BOUND,
    bound_faults,
    day_of_bound,
    in_bounds,
    page_bounds,
    page_words,
)
from parvis.catalogue.field_types import (
    FieldType,
    PostData,
    Question,
    clean_line,
    must_be,
    refuse,
    register,
)
from parvis.common import clock

PARTS = ("day", "month", "year")


@register
class Date(FieldType):
    """A day, kept as ``2026-12-31``: expressions compare such texts. Options: ``min`` and ``max`` (``2026-12-31``,
    ``today``, ``today+15d``, ``today-6m``, ``today-18y``), ``birth`` (the browser may fill it).
    """

    code, label = "date", gettext_lazy("date")
    template = "fields/date.html"
    page_reader = "date"
    options: ClassVar[dict[str, Any]] = {"min": BOUND, "max": BOUND, "birth": {"type": "boolean"}}
    example = "2026-12-31"

    def faults(self, options: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Bounds that are no day."""
        return bound_faults(options)

    def missing(self) -> str:
        """Say what is asked."""
        return _("Écrivez le jour, le mois et l’année.")

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Read the three boxes; a whole date pasted into the first is kept there."""
        typed = {part: clean_line(data.get(f"{name}.{part}", ""))[:40] for part in PARTS}
        return typed if any(typed.values()) else None

    def typed(self, question: Question, value: Any) -> Any:
        """Fill the three boxes."""
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            year, month, day = value.split("-")
            return {"day": day, "month": month, "year": year}
        return value if isinstance(value, dict) else dict.fromkeys(PARTS, "")

    def parse(self, question: Question, typed: Any) -> Any:
        """Make a day of the three boxes, or of the first alone: « 16/03/1980 »."""
        if not typed or not any(typed.values()):
            return None
        boxes = [typed[part] for part in PARTS if typed[part]]
        if len(boxes) == 1:
            boxes = re.split(r"[^\d]+", boxes[0])
        if len(boxes[0]) == 4:
            boxes.reverse()
        if len(boxes) != 3 or not all(re.fullmatch(r"\d{1,4}", box, re.ASCII) for box in boxes):
            refuse(_("Écrivez le jour, le mois et l’année en chiffres, par exemple 16 03 2026."))
        if len(boxes[2]) != 4:
            refuse(_("Écrivez l’année avec quatre chiffres, par exemple 2026."))
        return f"{boxes[2]}-{int(boxes[1]):02}-{int(boxes[0]):02}"

    def check(self, question: Question, value: Any) -> Any:
        """Refuse a day that does not exist, or out of bounds."""
        must_be(value, str)
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            refuse(_("Cette réponse n’a pas la forme attendue."))
        try:
            day = date.fromisoformat(value)
        except ValueError:
            refuse(_("Ce jour n’existe pas dans le calendrier. Vérifiez le jour, le mois et l’année."))
        in_bounds(day, question.options)
        return value

    def sample(self, question: Question, luck: Random) -> Any:
        """Return a day within the bounds."""
        least, most = (question.options.get(name) for name in ("min", "max"))
        bounds = (day_of_bound(bound) if bound else None for bound in (least, most))
        return sampling.day(luck, clock.today(), *bounds).isoformat()

    def to_text(self, question: Question, value: Any) -> str:
        """Return « 31 décembre 2026 »."""
        return date_format(date.fromisoformat(value))

    def schema(self, question: Question) -> dict[str, Any]:
        """A day in the sense of JSON Schema."""
        return {"type": "string", "format": "date"}

    def page_options(self, question: Question) -> dict[str, Any]:
        """Its bounds, as days."""
        return page_bounds(question.options)

    def page_words(self, question: Question) -> dict[str, Any]:
        """The day in words."""
        return page_words()

    def context(self, question: Question) -> dict[str, Any]:
        """Three boxes; birthday autofill only where a birth is asked."""
        return {"birth": bool(question.options.get("birth"))}

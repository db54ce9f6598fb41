"""A moment: a day and a time."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.compound import Compound, part
from parvis.catalogue.dates import BOUND, bound_faults
from parvis.catalogue.field_types import Question, must_be, refuse, register
from parvis.catalogue.times import TIME


@register
class DateTime(Compound):
    """A day and a time, kept as « 2026-12-31T14:30 », on the clocks of the place. Options: ``min`` and ``max`` (days),
    ``min_time``, ``max_time`` and ``step`` (of the time).
    """

    code, label = "date_time", gettext_lazy("date et heure")
    options: ClassVar[dict[str, Any]] = {
        "min": BOUND,
        "max": BOUND,
        "min_time": TIME,
        "max_time": TIME,
        "step": {"type": "integer", "minimum": 1, "maximum": 720},
    }
    example = "2026-12-31T14:30"
    inline = True

    def faults(self, options: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Bounds that are no day."""
        return bound_faults(options)

    def parts(self, question: Question) -> tuple[Question, ...]:
        """Return the day and the time."""
        given = question.options
        day = {name: given[name] for name in ("min", "max") if name in given}
        time = {
            name.removesuffix("_time"): given[name]
            for name in ("min_time", "max_time", "step")
            if name in given
        }
        return (part("date", "date", _("Date"), **day), part("time", "time", _("Heure"), **time))

    def empty(self, question: Question) -> Any:
        """No moment."""
        return ""

    def typed(self, question: Question, value: Any) -> Any:
        """Fill the boxes of both."""
        day, _t, time = value.partition("T") if isinstance(value, str) else ("", "", "")
        return super().typed(question, {"date": day, "time": time or None})

    def parse(self, question: Question, typed: Any) -> Any:
        """Join what was typed; half a moment is refused where it lacks."""
        value = super().parse(question, typed)
        if self.is_empty(value):
            return None
        checked = super().check(question, value)
        return f"{checked['date']}T{checked['time']}"

    def check(self, question: Question, value: Any) -> Any:
        """Refuse a moment that does not exist, or out of bounds."""
        must_be(value, str)
        day, t, time = value.partition("T")
        if not (day and t and time):
            refuse(_("Cette réponse n’a pas la forme attendue."))
        checked = super().check(question, {"date": day, "time": time})
        return f"{checked['date']}T{checked['time']}"

    def to_text(self, question: Question, value: Any) -> str:
        """Return « 31 décembre 2026 à 14 h 30 »."""
        day, _t, time = value.partition("T")
        return _("%(day)s à %(time)s") % {
            name: text
            for name, (_part, text) in zip(
                ("day", "time"), self.texts(question, {"date": day, "time": time}), strict=True
            )
        }

    def schema(self, question: Question) -> dict[str, Any]:
        """A day, « T », hours and minutes."""
        return {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$"}

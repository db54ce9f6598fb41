"""A time of the day."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import FieldType, Question, refuse, register
from parvis.catalogue.times import TIME, checked_time, parsed_time, time_words


@register
class Time(FieldType):
    """Hours and minutes, kept as « 14:30 »: expressions compare such texts. Options: ``min`` and ``max`` (« 08:00 »),
    ``step`` (minutes: 15 takes a quarter of an hour, not seven minutes past).
    """

    code, label = "time", gettext_lazy("heure")
    template = "fields/input.html"
    page_reader = "time"
    options: ClassVar[dict[str, Any]] = {
        "min": TIME,
        "max": TIME,
        "step": {"type": "integer", "minimum": 1, "maximum": 720},
    }
    example = "14:30"

    def missing(self) -> str:
        """Say what is asked."""
        return _("Écrivez une heure, par exemple 14 h 30.")

    def typed(self, question: Question, value: Any) -> Any:
        """Fill the box as people write it."""
        return value.replace(":", " h ") if isinstance(value, str) else ""

    def parse(self, question: Question, typed: Any) -> Any:
        """Read « 14h30 »."""
        return parsed_time(typed) if typed else ""

    def check(self, question: Question, value: Any) -> Any:
        """Refuse a time that is none, or out of bounds."""
        time = checked_time(value)
        least, most = question.options.get("min"), question.options.get("max")
        if least and time < least:
            refuse(_("Donnez une heure à partir de %(time)s.") % {"time": time_words(least)})
        if most and time > most:
            refuse(_("Donnez une heure jusqu’à %(time)s.") % {"time": time_words(most)})
        step = question.options.get("step", 1)
        if (int(time[:2]) * 60 + int(time[3:])) % step:
            refuse(_("Donnez une heure toutes les %(step)d minutes.") % {"step": step})
        return time

    def to_text(self, question: Question, value: Any) -> str:
        """Return « 14 h 30 »."""
        return time_words(value)

    def schema(self, question: Question) -> dict[str, Any]:
        """Hours and minutes."""
        return TIME

    def page_options(self, question: Question) -> dict[str, Any]:
        """Its bounds and its step."""
        return {name: question.options[name] for name in ("min", "max", "step") if name in question.options}

    def context(self, question: Question) -> dict[str, Any]:
        """A short box of text: it takes what is pasted, and is read out better than the browser's own clock."""
        return {"width": "6"}

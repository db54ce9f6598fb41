"""The appointments someone would like."""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any, ClassVar

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.compound import part
from parvis.catalogue.dates import BOUND, bound_faults
from parvis.catalogue.field_types import (
    FieldType,
    PostData,
    Question,
    Widget,
    clean_line,
    element_id,
    inner,
    must_be,
    refuse,
    register,
)
from parvis.common.errors import Invalid

PERIODS = {
    "any": gettext_lazy("toute la journée"),
    "morning": gettext_lazy("le matin"),
    "afternoon": gettext_lazy("l’après-midi"),
    "evening": gettext_lazy("le soir"),
}
USUAL = ("any", "morning", "afternoon")
WISHES = 3
MOST = 10


@register
class AppointmentWish(FieldType):
    """Days and parts of the day, the best first: a list of ``{"date", "period"}``. Nothing is booked.

    Options: ``wishes`` (boxes shown, 3), ``min_wishes`` (1), ``min`` and ``max`` (days), ``weekdays`` (1 is Monday; all
    unless said), ``periods`` (among any, morning, afternoon, evening).
    """

    code, label = "appointment_wish", gettext_lazy("souhait de rendez-vous")
    template = "fields/group.html"
    options: ClassVar[dict[str, Any]] = {
        "wishes": {"type": "integer", "minimum": 1, "maximum": MOST},
        "min_wishes": {"type": "integer", "minimum": 1, "maximum": MOST},
        "min": BOUND,
        "max": BOUND,
        "weekdays": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"type": "integer", "minimum": 1, "maximum": 7},
        },
        "periods": {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"enum": list(PERIODS)}},
    }
    example: ClassVar[Any] = [{"date": "2030-03-05", "period": "morning"}]

    def faults(self, options: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Bounds that are no day; more wishes wanted than boxes."""
        yield from bound_faults(options)
        if options.get("min_wishes", 1) > options.get("wishes", WISHES):
            yield "min_wishes", _("il y a moins de cases que de souhaits demandés.")

    def empty(self, question: Question) -> Any:
        """No wish: an empty list."""
        return []

    def is_empty(self, value: Any) -> bool:
        """Return whether every box is blank."""
        if isinstance(value, list):
            return all(isinstance(wish, dict) and not wish.get("date") for wish in value)
        return super().is_empty(value)

    def missing(self) -> str:
        """Say what is asked."""
        return _("Écrivez au moins un jour qui vous convient.")

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Read every box."""
        day, _period = _parts(question)
        return [
            {
                "date": day.type.read(day, data, f"{name}.{place}.date", None),
                "period": clean_line(data.get(f"{name}.{place}.period", ""))[:20],
            }
            for place in range(_boxes(question))
        ]

    def typed(self, question: Question, value: Any) -> Any:
        """Fill the boxes in their order."""
        day, _period = _parts(question)
        wishes = [wish for wish in value if isinstance(wish, dict)] if isinstance(value, list) else []
        wishes += [{}] * (_boxes(question) - len(wishes))
        return [
            {"date": day.type.typed(day, wish.get("date")), "period": str(wish.get("period") or "")}
            for wish in wishes[: _boxes(question)]
        ]

    def parse(self, question: Question, typed: Any) -> Any:
        """Read the days; a box without a day stays in its place, so that faults are told at theirs."""
        day, _period = _parts(question)
        wishes, errors = [], dict[str, list[str]]()
        for place, box in enumerate(typed or []):
            try:
                wishes.append({"date": day.type.parse(day, box["date"]) or "", "period": box["period"]})
            except Invalid as invalid:
                errors[f"{place}.date"] = invalid.errors[""]
        if errors:
            raise Invalid(errors)
        return wishes

    def check(self, question: Question, value: Any) -> Any:
        """Refuse days out of bounds or not open, a wish made twice, too few."""
        must_be(value, list)
        if len(value) > _boxes(question):
            refuse(_("Donnez %(most)d souhaits au plus.") % {"most": _boxes(question)})
        checked: list[Any] = []
        errors: dict[str, list[str]] = {}
        for place, wish in enumerate(value):
            if isinstance(wish, dict) and not wish.get("date"):
                continue
            try:
                checked.append(self._checked_wish(question, wish, checked))
            except Invalid as invalid:
                errors |= {
                    f"{place}.{key}" if key else f"{place}.date": said for key, said in invalid.errors.items()
                }
        if errors:
            raise Invalid(errors)
        least = question.options.get("min_wishes", 1)
        if len(checked) < least:
            refuse(_("Donnez au moins %(least)d souhaits.") % {"least": least})
        return checked

    def _checked_wish(self, question: Question, wish: Any, before: list[dict[str, str]]) -> dict[str, str]:
        must_be(wish, dict)
        if set(wish) - {"date", "period"}:
            refuse(_("Cette réponse n’a pas la forme attendue."))
        day, _period = _parts(question)
        if (moment := wish.get("period") or _periods(question)[0]) not in _periods(question):
            refuse(_("Choisissez une réponse de la liste."), "period")
        checked = {"date": day.type.check(day, wish.get("date")), "period": moment}
        weekdays = question.options.get("weekdays", range(1, 8))
        if date.fromisoformat(checked["date"]).isoweekday() not in weekdays:
            said = _("Ce jour de la semaine n’est pas proposé. Choisissez parmi : %(days)s.")
            refuse(said % {"days": _days(weekdays)})
        if checked in before:
            refuse(_("Ce souhait est donné deux fois."))
        return checked

    def to_text(self, question: Question, value: Any) -> str:
        """Return « mardi 5 mars 2030, le matin », one a line, the best first."""
        return "\n".join(
            f"{date_format(date.fromisoformat(wish['date']), 'l j F Y')}, {PERIODS.get(wish['period'], wish['period'])}"
            for wish in value
        )

    def schema(self, question: Question) -> dict[str, Any]:
        """A list of days and parts of the day."""
        wish = {
            "type": "object",
            "additionalProperties": False,
            "required": ["date"],
            "properties": {
                "date": {"type": "string", "format": "date"},
                "period": {"enum": _periods(question)},
            },
        }
        return {"type": "array", "maxItems": _boxes(question), "items": wish}

    def sample(self, question: Question, luck: Random) -> Any:
        """Draw days until they are open."""
        day, _period = _parts(question)
        wishes: list[Any] = []
        for _draw in range(200):
            wish = {"date": day.type.sample(day, luck), "period": luck.choice(_periods(question))}
            accepted, refused = self.settle(question, [*wishes, wish])
            if accepted is not None and not refused:
                return accepted
            if len(wishes) + 1 < question.options.get("min_wishes", 1) and wish not in wishes:
                wishes.append(wish)
        return None

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Draw a day and a part of the day by wish."""
        group = super().widget(question, name, "", errors)
        group.context["widgets"] = [
            self._wish_widget(question, f"{name}.{place}", place, box, errors)
            for place, box in enumerate(typed if isinstance(typed, list) else self.typed(question, None))
        ]
        return group

    def _wish_widget(
        self, question: Question, name: str, place: int, box: dict[str, Any], errors: dict[str, list[str]]
    ) -> Widget:
        day, period = _parts(question)
        widgets = [
            day.type.widget(day, f"{name}.date", box["date"], {"": errors.get(f"{place}.date", [])}),
            inner(
                "fields/select.html",
                f"{name}.period",
                period.label,
                box["period"],
                options=period.options["options"],
                errors=errors.get(f"{place}.period", []),
                empty_label="",
            ),
        ]
        return Widget(
            self.template,
            {
                "id": element_id(name),
                "name": name,
                "label": _("Souhait %(rank)d") % {"rank": place + 1},
                "required": place < question.options.get("min_wishes", 1),
                "layout": "inline",
                "widgets": widgets,
            },
        )


def _boxes(question: Question) -> int:
    return int(question.options.get("wishes", WISHES))


def _periods(question: Question) -> list[str]:
    asked = question.options.get("periods", USUAL)
    return [period for period in PERIODS if period in asked]


def _parts(question: Question) -> tuple[Question, Question]:
    """Return the questions of a wish: its day, its part of the day."""
    bounds = {
        "min": "today",
        **{name: question.options[name] for name in ("min", "max") if name in question.options},
    }
    choices = [{"value": period, "label": str(PERIODS[period])} for period in _periods(question)]
    return (
        part("date", "date", _("Date"), **bounds),
        part("period", "choice", _("Moment"), options=choices, list=True),
    )


def _days(weekdays: Any) -> str:
    """Return « lundi, mardi »: the first week of 2024 began on a Monday."""
    return ", ".join(date_format(date(2024, 1, day), "l") for day in sorted(weekdays))

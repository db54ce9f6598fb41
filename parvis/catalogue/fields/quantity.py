"""A number of something: 3 tonnes, 250 m²."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue import numbers
from parvis.catalogue.choices import OPTIONS, labels
from parvis.catalogue.compound import Compound, alone, part
from parvis.catalogue.field_types import Question, Widget, register


@register
class Quantity(Compound):
    """A number and its unit: ``{"value", "unit"}``. Options: ``units`` (as the options of a choice), ``decimals``,
    ``min``, ``max``. Only one unit is not asked.
    """

    code, label = "quantity", gettext_lazy("quantité avec son unité")
    options: ClassVar[dict[str, Any]] = {
        "units": {**OPTIONS, "maxItems": 50},
        "decimals": {"type": "integer", "minimum": 0, "maximum": 6},
        **numbers.BOUNDS,
    }
    required_options = ("units",)
    example_options: ClassVar[dict[str, Any]] = {
        "units": [{"value": "m2", "label": "m²"}, {"value": "ha", "label": "hectares"}]
    }
    example: ClassVar[Any] = {"value": 12, "unit": "ha"}
    inline = True

    def parts(self, question: Question) -> tuple[Question, ...]:
        """Return the number, and the unit when there are several."""
        units = question.options["units"]
        bounds = ("decimals", "min", "max")
        limits: dict[str, Any] = {key: question.options[key] for key in bounds if key in question.options}
        if len(units) == 1:
            limits["unit"] = units[0]["label"][:20]
        number = part("value", "number", _("Nombre"), **limits)
        # A unit alone is written beside the number, not asked.
        return (number, part("unit", "choice", _("Unité"), options=units, list=True))

    def parse(self, question: Question, typed: Any) -> Any:
        """Add the unit that was not asked."""
        value = super().parse(question, typed)
        units = question.options["units"]
        if len(units) == 1:
            value["unit"] = "" if value["value"] is None else units[0]["value"]
        return value

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Draw the number and the list of units, or the number alone beside its only unit."""
        group = super().widget(question, name, typed, errors)
        if len(question.options["units"]) > 1:
            return group
        return alone(question, name, group.context["widgets"][0], errors)

    def to_text(self, question: Question, value: Any) -> str:
        """Return « 12 hectares »."""
        unit = labels(question, "units").get(value.get("unit", ""), "")
        return numbers.written(value["value"], unit=unit)

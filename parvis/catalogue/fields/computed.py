"""A value made of other answers."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import FieldType, PostData, Question, register
from parvis.catalogue.json_values import checked_value, in_words

FORMULA = {"type": "string", "minLength": 1, "maxLength": 4000}


@register
class Computed(FieldType):
    """The result of a formula, kept with the answers. Nobody is asked, nobody can change it.

    Options: ``value`` (the formula), ``frozen`` (the first result stays, whatever is answered after).
    """

    code, label = "computed", gettext_lazy("valeur calculée")
    template = "fields/hidden.html"
    computes = True
    asks = drawn = labelled = reviewed = False
    options: ClassVar[dict[str, Any]] = {"value": FORMULA, "frozen": {"type": "boolean"}}
    required_options = ("value",)
    example_options: ClassVar[dict[str, Any]] = {"value": "1 + 1"}
    example = 2

    def formulas(self, options: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield the formula."""
        yield ("value",), options["value"]

    def empty(self, question: Question) -> Any:
        """Null, until it can be computed."""
        return None

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Keep what was computed, whatever is posted."""
        return kept

    def check(self, question: Question, value: Any) -> Any:
        """Refuse what no formula gives; the engine computes the rest again."""
        return checked_value(value)

    def to_text(self, question: Question, value: Any) -> str:
        """Return the value as people read it."""
        return in_words(value)

    def page_words(self, question: Question) -> dict[str, Any]:
        """The value as people read it."""
        return {"as": "value"}

    def schema(self, question: Question) -> dict[str, Any]:
        """Any value: what is sent is set aside."""
        return {"description": _("Cette valeur est calculée : celle que vous envoyez n’est pas lue.")}

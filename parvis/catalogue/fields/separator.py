"""A line between two parts of a page."""

from typing import Any

from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import Question, Widget, element_id, register
from parvis.catalogue.silent import Silent


@register
class Separator(Silent):
    """A line: what follows is about something else. A title says it better, and screen readers hear it."""

    code, label = "separator", gettext_lazy("séparation")
    template = "fields/separator.html"
    labelled = False

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Draw the line."""
        return Widget(self.template, {"id": element_id(name), "name": name})

"""A heading inside a page."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import Question, Widget, element_id, register
from parvis.catalogue.silent import Silent


@register
class Title(Silent):
    """Words that begin a part of a page. Option ``level``: 2 (a part of the page) to 4."""

    code, label = "title", gettext_lazy("titre")
    template = "fields/title.html"
    options: ClassVar[dict[str, Any]] = {"level": {"type": "integer", "minimum": 2, "maximum": 4}}

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Draw the heading."""
        return Widget(
            self.template,
            {
                "id": element_id(name),
                "name": name,
                "label": question.label,
                "level": question.options.get("level", 2),
            },
        )

"""A text to read, which asks nothing."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import Question, Widget, element_id, register
from parvis.catalogue.forms.text import to_html
from parvis.catalogue.silent import Silent


@register
class Information(Silent):
    """A paragraph, a warning; its label, if any, is a heading. Options: ``text`` (see ``forms.text``), ``tone``."""

    code, label = "information", gettext_lazy("texte à lire")
    template = "fields/info.html"
    labelled = False
    options: ClassVar[dict[str, Any]] = {
        "text": {"type": "string", "minLength": 1, "maxLength": 20000},
        "tone": {"enum": ["info", "success", "warning", "error"]},
    }
    required_options = ("text",)
    example_options: ClassVar[dict[str, Any]] = {"text": "Gardez votre calme."}

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Draw the text."""
        return Widget(
            self.template,
            {
                "id": element_id(name),
                "name": name,
                "label": question.label,
                "kind": question.options.get("tone", ""),
                "html": to_html(question.options["text"]),
            },
        )

"""A text to read, which asks nothing."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import FieldType, PostData, Question, Widget, element_id, refuse, register
from parvis.catalogue.forms.text import to_html


@register
class Information(FieldType):
    """A paragraph, a warning. Options: ``text`` (see ``forms.text``), ``tone``."""

    code, label = "information", gettext_lazy("texte à lire")
    template = "fields/info.html"
    category = None
    asks = False
    options: ClassVar[dict[str, Any]] = {
        "text": {"type": "string", "minLength": 1, "maxLength": 5000},
        "tone": {"enum": ["info", "success", "warning", "error"]},
    }
    required_options = ("text",)
    example_options: ClassVar[dict[str, Any]] = {"text": "Gardez votre calme."}
    example = None

    def empty(self, question: Question) -> Any:
        """Nothing was asked."""
        return None

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Take nothing, whatever is posted."""
        return None

    def check(self, question: Question, value: Any) -> Any:
        """Refuse any answer."""
        refuse(_("Ce texte ne demande pas de réponse."))

    def schema(self, question: Question) -> dict[str, Any]:
        """No value is right."""
        return {"not": {}}

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

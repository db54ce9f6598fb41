"""One answer among several."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.choices import (
    EXAMPLE,
    LONGEST_OTHER,
    OPTIONS,
    OTHER,
    OTHER_OPTION,
    labels,
    other_answer,
    other_label,
    page_other,
)
from parvis.catalogue.field_types import (
    FieldType,
    PostData,
    Question,
    Widget,
    clean_line,
    must_be,
    refuse,
    register,
)

MOST_RADIOS = 8


@register
class Choice(FieldType):
    """One value of ``options``. A short list is drawn as buttons, a long one or ``list`` as a drop-down.

    Option ``other`` (true, or its label): another answer may be written, and is then the value itself.
    """

    code, label = "choice", gettext_lazy("choix unique")
    template = "fields/radios.html"
    page_reader = "choice"
    options: ClassVar[dict[str, Any]] = {
        "options": OPTIONS,
        "list": {"type": "boolean"},
        "other": OTHER_OPTION,
    }
    required_options = ("options",)
    example_options: ClassVar[dict[str, Any]] = {"options": EXAMPLE}
    example = "prune"

    def missing(self) -> str:
        """Say what is asked."""
        return _("Choisissez une réponse.")

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Read the option chosen, and the other answer written."""
        chosen = clean_line(data.get(name, ""))
        if not other_label(question):
            return chosen
        return {"value": chosen, "text": clean_line(data.get(f"{name}.text", ""))[:1000]}

    def typed(self, question: Question, value: Any) -> Any:
        """Check the option again, or the other answer with its words."""
        if not other_label(question):
            return value
        written = isinstance(value, str) and value and value not in labels(question)
        return {"value": OTHER if written else value or "", "text": value if written else ""}

    def parse(self, question: Question, typed: Any) -> Any:
        """Take the words of the other answer, when it is the one."""
        if not isinstance(typed, dict):
            return typed
        return other_answer(typed["text"]) if typed["value"] == OTHER else typed["value"]

    def check(self, question: Question, value: Any) -> Any:
        """Refuse what was not offered."""
        must_be(value, str)
        if value in labels(question):
            return value
        if not other_label(question):
            refuse(_("Choisissez une réponse de la liste."))
        return other_answer(value)

    def to_text(self, question: Question, value: Any) -> str:
        """Return the label."""
        return labels(question).get(value, str(value))

    def schema(self, question: Question) -> dict[str, Any]:
        """One of the values, or any text."""
        if other_label(question):
            return {"type": "string", "maxLength": LONGEST_OTHER, "examples": list(labels(question))}
        return {"enum": list(labels(question))}

    def page_options(self, question: Question) -> dict[str, Any]:
        """The other answer, if one may be written."""
        return page_other(question)

    def page_words(self, question: Question) -> dict[str, Any]:
        """The label."""
        return {"as": "choice", "labels": labels(question)}

    def template_for(self, question: Question) -> str:
        """Buttons, or a drop-down when they would be too many."""
        many = len(question.options["options"]) > MOST_RADIOS
        return "fields/select.html" if many or question.options.get("list") else self.template

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Draw the options, and the box of the other answer."""
        other = typed if isinstance(typed, dict) else {"value": typed, "text": ""}
        widget = super().widget(question, name, other.get("value", ""), errors)
        widget.context["other_text"] = other.get("text", "")
        return widget

    def context(self, question: Question) -> dict[str, Any]:
        """The options."""
        return {"options": question.options["options"], "other": other_label(question)}

"""One answer among several."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.choices import EXAMPLE, OPTIONS, labels
from parvis.catalogue.field_types import FieldType, Question, must_be, refuse, register

MOST_RADIOS = 8


@register
class Choice(FieldType):
    """One value of ``options``. A short list is drawn as buttons, a long one or ``list`` as a drop-down."""

    code, label = "choice", gettext_lazy("choix unique")
    template = "fields/radios.html"
    options: ClassVar[dict[str, Any]] = {"options": OPTIONS, "list": {"type": "boolean"}}
    required_options = ("options",)
    example_options: ClassVar[dict[str, Any]] = {"options": EXAMPLE}
    example = "prune"

    def missing(self) -> str:
        """Say what is asked."""
        return _("Choisissez une réponse.")

    def check(self, question: Question, value: Any) -> Any:
        """Refuse what was not offered."""
        must_be(value, str)
        if value not in labels(question):
            refuse(_("Choisissez une réponse de la liste."))
        return value

    def to_text(self, question: Question, value: Any) -> str:
        """Return the label."""
        return labels(question).get(value, str(value))

    def schema(self, question: Question) -> dict[str, Any]:
        """One of the values."""
        return {"enum": list(labels(question))}

    def template_for(self, question: Question) -> str:
        """Buttons, or a drop-down when they would be too many."""
        many = len(question.options["options"]) > MOST_RADIOS
        return "fields/select.html" if many or question.options.get("list") else self.template

    def context(self, question: Question) -> dict[str, Any]:
        """The options."""
        return {"options": question.options["options"]}

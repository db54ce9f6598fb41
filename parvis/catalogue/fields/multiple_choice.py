"""Several answers among several."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.choices import EXAMPLE, OPTIONS, labels
from parvis.catalogue.field_types import (
    FieldType,
    PostData,
    Question,
    clean_line,
    must_be,
    refuse,
    register,
)


@register
class MultipleChoice(FieldType):
    """Values of ``options``, in their order. Option ``max``: how many at most."""

    code, label = "multiple_choice", gettext_lazy("choix multiple")
    template = "fields/checkboxes.html"
    options: ClassVar[dict[str, Any]] = {"options": OPTIONS, "max": {"type": "integer", "minimum": 1}}
    required_options = ("options",)
    example_options: ClassVar[dict[str, Any]] = {"options": EXAMPLE}
    example: ClassVar[Any] = ["cut", "prune"]

    def empty(self, question: Question) -> Any:
        """No answer: an empty list."""
        return []

    def missing(self) -> str:
        """Say what is asked."""
        return _("Choisissez au moins une réponse.")

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Read every box."""
        return [clean_line(value) for value in data.getlist(name) if isinstance(value, str) and value]

    def check(self, question: Question, value: Any) -> Any:
        """Refuse what was not offered, or too many."""
        must_be(value, list)
        offered = labels(question)
        if not all(isinstance(one, str) and one in offered for one in value):
            refuse(_("Choisissez des réponses de la liste."))
        chosen = [one for one in offered if one in value]
        most = question.options.get("max", len(offered))
        if len(chosen) > most:
            refuse(_("Choisissez %(most)d réponses au plus.") % {"most": most})
        return chosen

    def to_text(self, question: Question, value: Any) -> str:
        """Return the labels."""
        offered = labels(question)
        return ", ".join(offered.get(one, one) for one in value)

    def schema(self, question: Question) -> dict[str, Any]:
        """A list of the values, each once."""
        most = question.options.get("max", len(question.options["options"]))
        return {
            "type": "array",
            "uniqueItems": True,
            "maxItems": most,
            "items": {"enum": list(labels(question))},
        }

    def context(self, question: Question) -> dict[str, Any]:
        """The options."""
        return {"options": question.options["options"]}

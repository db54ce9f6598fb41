"""The agreement to a text."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import FieldType, PostData, Question, clean_line, must_be, refuse, register
from parvis.catalogue.forms.text import to_html


@register
class Agreement(FieldType):
    """A box to tick under a text: true, or no answer. Options: ``text`` (what is agreed to; see ``forms.text``),
    ``statement`` (the sentence beside the box). A required one cannot be left unticked.

    What was agreed to is the text of the version that the case keeps.
    """

    code, label = "agreement", gettext_lazy("accord à un texte")
    template = "fields/agreement.html"
    page_reader = "tick"
    options: ClassVar[dict[str, Any]] = {
        "text": {"type": "string", "minLength": 1, "maxLength": 20000},
        "statement": {"type": "string", "minLength": 1, "maxLength": 500},
    }
    example_options: ClassVar[dict[str, Any]] = {"text": "Rendre propre."}
    example = True

    def empty(self, question: Question) -> Any:
        """Not agreed: unlike a yes or no, an unticked box says so."""
        return False

    def is_empty(self, value: Any) -> bool:
        """An unticked box is no answer."""
        return value is False or super().is_empty(value)

    def missing(self) -> str:
        """Say what is asked."""
        return _("Lisez le texte, puis cochez la case si vous êtes d’accord.")

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Read the box."""
        return clean_line(data.get(name, "")) in ("yes", "True")

    def typed(self, question: Question, value: Any) -> Any:
        """Tick the box again."""
        return value is True

    def check(self, question: Question, value: Any) -> Any:
        """Take nothing but an agreement."""
        must_be(value, bool)
        if not value:
            refuse(self.missing())
        return value

    def to_text(self, question: Question, value: Any) -> str:
        """Return the sentence agreed to."""
        return _statement(question)

    def schema(self, question: Question) -> dict[str, Any]:
        """True, or false where it may be left."""
        return {"const": True} if question.required else {"type": "boolean"}

    def context(self, question: Question) -> dict[str, Any]:
        """The text and the sentence."""
        text = question.options.get("text", "")
        return {"html": to_html(text) if text else "", "text": _statement(question)}


def _statement(question: Question) -> str:
    return question.options.get("statement") or _("J’ai lu ce texte et je suis d’accord.")

"""A question answered by yes or no."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import FieldType, Question, must_be, refuse, register


@register
class YesNo(FieldType):
    """True or false; unanswered, null: neither yes nor no, so that nothing depends on a silence."""

    code, label = "yes_no", gettext_lazy("oui ou non")
    template = "fields/yes_no.html"
    page_reader = "yes_no"
    example = True

    def empty(self, question: Question) -> Any:
        """Null: neither."""
        return None

    def missing(self) -> str:
        """Say what is asked."""
        return _("Répondez par oui ou par non.")

    def typed(self, question: Question, value: Any) -> Any:
        """Check the box again."""
        return {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else ""

    def parse(self, question: Question, typed: Any) -> Any:
        """Read the box."""
        if not typed:
            return None
        if typed not in {"yes", "no"}:
            refuse(_("Répondez par oui ou par non."))
        return typed == "yes"

    def check(self, question: Question, value: Any) -> Any:
        """Refuse anything else."""
        must_be(value, bool)
        return value

    def to_text(self, question: Question, value: Any) -> str:
        """Return « oui » or « non »."""
        return _("oui") if value else _("non")

    def schema(self, question: Question) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}

    def page_words(self, question: Question) -> dict[str, Any]:
        """« oui » or « non »."""
        return {"as": "choice", "labels": {"true": _("oui"), "false": _("non")}}

"""A value the person does not see: what a link, an address or another system said."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import FieldType, PostData, Question, refuse, register
from parvis.catalogue.json_values import checked_value, in_words


@register
class Hidden(FieldType):
    """A text, a number or a yes or no that comes from ``prefill`` or ``default``, and that no page posts."""

    code, label = "hidden", gettext_lazy("valeur cachée")
    template = "fields/hidden.html"
    asks = drawn = labelled = reviewed = False
    example = "quartier-nord"

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Keep what is known, whatever is posted."""
        return kept

    def check(self, question: Question, value: Any) -> Any:
        """Refuse what is not one plain value."""
        if isinstance(value, (list, dict)):
            refuse(_("Cette réponse n’a pas la forme attendue."))
        return checked_value(value)

    def to_text(self, question: Question, value: Any) -> str:
        """Return the value as people read it."""
        return in_words(value)

    def schema(self, question: Question) -> dict[str, Any]:
        """One plain value."""
        return {"type": ["string", "number", "boolean"]}

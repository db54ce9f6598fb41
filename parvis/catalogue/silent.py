"""What a page shows without asking anything: texts, headings, lines, images."""

from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.field_types import FieldType, PostData, Question, refuse


class Silent(FieldType):
    """Base of the types that ask nothing and hold nothing. A subclass draws its ``widget``."""

    category = None
    asks = holds = reviewed = False

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

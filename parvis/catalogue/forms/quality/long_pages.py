"""Pages that ask too much at once."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.composition.places import FORM, Document, fields_of, pages
from parvis.catalogue.field_types import registry
from parvis.catalogue.forms.advice import Advice, AdviceKind, register

MOST = 15
"""Questions of a page that a phone shows without making one lose heart."""


@register
class LongPages(AdviceKind):
    """A page of more than 15 questions that are always asked."""

    code, label = "long_pages", gettext_lazy("étapes trop longues")

    def look(self, document: Document) -> Iterator[Advice]:
        """Count what everyone is asked."""
        for page in pages(document, FORM):
            asked = [
                place
                for place in fields_of(page)
                if place.block is None
                and not place.field.get("condition")
                and place.field.get("type") in registry
                and registry.get(place.field["type"]).asks
            ]
            if len(asked) > MOST:
                yield self.advice(
                    f"{FORM}:{page.page['key']}",
                    _("Partagez cette étape en deux : elle pose %(count)d questions.")
                    % {"count": len(asked)},
                    _("Sur un téléphone, une longue page décourage ; une étape courte se termine."),
                )

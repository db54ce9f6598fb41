"""Labels badly written: capitals, colons, the same twice on a page."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.composition.places import Document, field_at, fields_of, pages
from parvis.catalogue.forms.advice import Advice, AdviceKind, register
from parvis.organisations.names import plain

SHORTEST_SHOUT = 6


@register
class Labels(AdviceKind):
    """A label that shouts, or that another question of the page bears too."""

    code, label = "labels", gettext_lazy("libellés")

    def look(self, document: Document) -> Iterator[Advice]:
        """Point at capitals, final colons, and labels borne twice on a page."""
        for page in pages(document):
            seen: set[tuple[str, str]] = set()
            for place in fields_of(page):
                label = str(place.field.get("label", "")).strip()
                block = place.block.address if place.block else ""
                if _shouts(label) or label.endswith(":"):
                    yield self.advice(
                        place.address,
                        _("Écrivez le libellé en minuscules, sans deux-points à la fin."),
                        _("Les capitales se lisent mal, et les lecteurs d’écran les épellent parfois."),
                        _("Corriger"),
                    )
                elif label and (block, plain(label)) in seen:
                    yield self.advice(
                        place.address,
                        _("Une autre question de cette étape porte le même libellé."),
                        _("Au lecteur d’écran et dans les résumés, rien ne les distingue."),
                    )
                seen.add((block, plain(label)))

    def mend(self, document: Document, place: str) -> None:
        """Write the label as a sentence."""
        field = field_at(document, place).field
        label = field["label"].strip().rstrip(": \u00a0")
        field["label"] = label.capitalize() if _shouts(label) else label


def _shouts(label: str) -> bool:
    letters = [letter for letter in label if letter.isalpha()]
    return len(letters) >= SHORTEST_SHOUT and label == label.upper() and " " in label

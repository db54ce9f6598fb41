"""Free texts that a type would check and make easier: an e-mail address, a date, yes or no."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.composition.places import Document, field_at
from parvis.catalogue.composition.reading import guess_type
from parvis.catalogue.field_types import registry
from parvis.catalogue.forms.advice import Advice, AdviceKind, asking, register
from parvis.organisations.names import plain

SURE = frozenset({"email", "phone", "date", "iban", "address", "municipality", "company", "licence_plate"})
_YES_NO = frozenset({"oui", "non"})


@register
class BetterType(AdviceKind):
    """A text that asks for something we know how to ask."""

    code, label = "better_type", gettext_lazy("type de question")

    def look(self, document: Document) -> Iterator[Advice]:
        """Point at texts, and at choices between yes and no."""
        for address, field, kind in asking(document):
            better = _better(field)
            if better:
                yield self.advice(
                    address,
                    _("Posez cette question avec le type « %(better)s ».")
                    % {"better": registry.get(better).label},
                    _(
                        "La réponse est alors vérifiée, et plus facile à donner au téléphone comme au clavier."
                    ),
                    _("Changer le type"),
                )
            elif kind.code in {"choice", "multiple_choice"} and len(field.get("options", [])) == 1:
                yield self.advice(
                    address,
                    _("Cette question n’offre qu’une réponse."),
                    _("Un choix se fait entre deux réponses au moins."),
                )

    def mend(self, document: Document, place: str) -> None:
        """Change the type; the options of the former one go."""
        spot = field_at(document, place)
        better = _better(spot.field)
        common = ("key", "label", "help", "required", "condition", "review", "sensitive")
        kept = {name: spot.field[name] for name in common if name in spot.field}
        spot.beside[spot.index] = {"key": kept.pop("key"), "type": better, **kept}


def _better(field: Document) -> str:
    """Return the type that suits a question better than its own, empty for none."""
    if field.get("type") == "text":
        guessed = guess_type(str(field.get("label", "")))
        return guessed if guessed in SURE else ""
    if field.get("type") == "choice" and not field.get("checks"):
        labels = {plain(str(option.get("label", ""))) for option in field.get("options", [])}
        return "yes_no" if labels == _YES_NO else ""
    return ""

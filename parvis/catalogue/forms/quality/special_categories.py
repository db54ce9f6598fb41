"""Questions likely to hold data that the law protects more than others (RGPD, articles 9 and 10)."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.composition.places import Document, field_at
from parvis.catalogue.forms.advice import Advice, AdviceKind, asking, register
from parvis.organisations.names import plain

# Plain words → what the law calls them (RGPD, article 9.1 and 10; the NIR: law of 6 January 1978, article 30).
_WORDS = {
    "health": r"sante|maladie\w*|handicap\w*|medica\w+|allergi\w+|traitements?|grossesse|invalidite|mdph|aah|pai|"
    r"vaccin\w*|hospitali\w+|psych\w+|dependance|autonomie|regime alimentaire",
    "beliefs": r"religi\w+|confession\w*|culte|croyance\w*",
    "opinions": r"opinions? politiques?|parti politique",
    "union": r"syndica\w+|syndicat",
    "origin": r"origine (?:ethnique|raciale)|ethni\w+",
    "sexuality": r"orientation sexuelle|vie sexuelle",
    "biometrics": r"genetique\w*|biometri\w+|empreintes? digitales?",
    "offences": r"casier judiciaire|condamnation\w*|infraction\w*|garde a vue",
    "nir": r"numero de securite sociale|nir|numero insee",
}
_PATTERNS = [(name, re.compile(rf"\b(?:{words})\b")) for name, words in _WORDS.items()]


@register
class SpecialCategories(AdviceKind):
    """A question that touches health, beliefs, opinions, origin…"""

    code, label = "special_categories", gettext_lazy("données particulières")

    def look(self, document: Document) -> Iterator[Advice]:
        """Point at the questions not yet marked as sensitive."""
        for address, field, _kind in asking(document):
            if field.get("sensitive"):
                continue
            said = plain(f"{field.get('label', '')} {field.get('help', '')}")
            for name, pattern in _PATTERNS:
                if pattern.search(said):
                    yield self.advice(
                        address,
                        _("Demandez-vous si cette réponse est indispensable : elle touche %(what)s.")
                        % {"what": _named(name)},
                        _("La loi protège ces données plus que les autres (RGPD, articles 9 et 10)."),
                        _("La marquer comme sensible"),
                    )
                    break

    def mend(self, document: Document, place: str) -> None:
        """Mark the answer: it will be erased first."""
        field_at(document, place).field["sensitive"] = True


def _named(name: str) -> str:
    """Return the words of the law in the language of the page."""
    return {
        "health": _("la santé"),
        "beliefs": _("les convictions religieuses ou philosophiques"),
        "opinions": _("les opinions politiques"),
        "union": _("l’appartenance syndicale"),
        "origin": _("l’origine"),
        "sexuality": _("la vie sexuelle"),
        "biometrics": _("la génétique ou la biométrie"),
        "offences": _("les condamnations"),
        "nir": _("le numéro de sécurité sociale"),
    }[name]

"""Words of the office that the public does not use, with those it does."""

import re
from collections.abc import Iterator
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.composition.places import AGENT_FORM, FORM, Document, field_at, page_at
from parvis.catalogue.forms.advice import Advice, AdviceKind, register, texts_of

# Written word → plain word. A blank one has no single equivalent: it is only pointed at.
_WORDS = {
    "afférent à": "lié à",
    "afférents à": "liés à",
    "afférente à": "liée à",
    "afférentes à": "liées à",
    "à défaut": "sinon",
    "à titre gracieux": "gratuitement",
    "au titre de": "pour",
    "aux fins de": "pour",
    "ci-annexé": "joint",
    "ci-après": "ci-dessous",
    "ci-joint": "joint",
    "diligenter": "lancer",
    "dûment": "",
    "en sus de": "en plus de",
    "formulaire CERFA": "formulaire",
    "le cas échéant": "si c’est votre cas",
    "l’intéressé": "la personne",
    "modalités": "façons de faire",
    "nonobstant": "malgré",
    "obligatoirement": "",
    "occurrence": "",
    "pétitionnaire": "demandeur",
    "préalablement": "avant",
    "préalablement à": "avant",
    "récépissé": "reçu",
    "requérant": "demandeur",
    "sis": "situé",
    "sise": "située",
    "sollicite": "demande",
    "solliciter": "demander",
    "sous réserve de": "si",
    "stipulé": "écrit",
    "susmentionné": "cité plus haut",
    "susvisé": "cité plus haut",
    "usager": "",
    "veuillez": "",
}


@register
class Jargon(AdviceKind):
    """A word of the office where a plain one exists."""

    code, label = "jargon", gettext_lazy("mots d’administration")

    def look(self, document: Document) -> Iterator[Advice]:
        """Point at each such word once a place."""
        for place, _name, text in texts_of(document):
            for word in dict.fromkeys(found[0].lower() for found in _pattern().finditer(text)):
                plain = _WORDS[_known(word)]
                message = (
                    _("Remplacez « %(word)s » par « %(plain)s ».") if plain else _("Évitez « %(word)s ».")
                )
                yield self.advice(
                    place,
                    message % {"word": word, "plain": plain},
                    _("Ce mot n’est pas de ceux que le public emploie."),
                    _("Remplacer") if plain else "",
                )

    def mend(self, document: Document, place: str) -> None:
        """Write the plain word wherever there is one."""
        holder = _holder(document, place)
        for name in ("title", "description", "label", "help", "text", "summary", "who", "cost", "after"):
            if isinstance(holder.get(name), str):
                holder[name] = _pattern().sub(_plainly, holder[name])


def _plainly(found: re.Match[str]) -> str:
    plain = _WORDS[_known(found[0].lower())]
    if not plain:
        return found[0]
    return plain[:1].upper() + plain[1:] if found[0][:1].isupper() else plain


def _known(word: str) -> str:
    return next(one for one in _WORDS if one.lower() == word.replace("'", "’"))


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted(_WORDS, key=len, reverse=True)
    either = "|".join(re.escape(word).replace("’", "[’']") for word in words)
    return re.compile(rf"\b(?:{either})\b", re.IGNORECASE)


def _holder(document: Document, place: str) -> Document:
    """Return what holds the texts of a place."""
    part, _colon, key = place.partition(":")
    if part in {FORM, AGENT_FORM} and key:
        return page_at(document, key, part).page
    return document if place in document else field_at(document, place).field

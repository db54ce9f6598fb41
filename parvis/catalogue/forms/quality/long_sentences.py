"""Sentences too long to be read at once: the one measure of readability on which everyone agrees."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.composition.places import Document
from parvis.catalogue.forms.advice import Advice, AdviceKind, register, texts_of

MOST_WORDS = 25
"""Words of a sentence (Falc, « facile à lire et à comprendre », asks 15; the State's own guide, 20 to 25)."""
_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_WORD = re.compile(r"[\w’'-]*\w")


@register
class LongSentences(AdviceKind):
    """A sentence of more than 25 words."""

    code, label = "long_sentences", gettext_lazy("phrases trop longues")

    def look(self, document: Document) -> Iterator[Advice]:
        """Say the longest sentence of each text that has one."""
        for place, _name, text in texts_of(document):
            longest = max(_END.split(text), key=_words, default="")
            if _words(longest) > MOST_WORDS:
                begun = " ".join(longest.split()[:6])
                yield self.advice(
                    place,
                    _("Coupez la phrase « %(begun)s… » : elle a %(count)d mots.")
                    % {"begun": begun, "count": _words(longest)},
                    _("Au-delà de %(most)d mots, beaucoup de lecteurs perdent le fil.")
                    % {"most": MOST_WORDS},
                )


def _words(sentence: str) -> int:
    return len(_WORD.findall(sentence))

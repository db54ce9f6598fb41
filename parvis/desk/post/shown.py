"""Letters and piles as the desk writes them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from parvis.channels.models import InboundLetter, PostPile
from parvis.documents.services.store import size_in_words
from parvis.ui import words

REASONS: dict[str, str | Promise] = {
    "encrypted": gettext_lazy("Il est protégé par un mot de passe."),
    "damaged": gettext_lazy("Il est abîmé ou incomplet."),
    "too_many_pages": gettext_lazy(
        "Il a trop de pages : la limite est de 500. Numérisez-le en plusieurs fois."
    ),
    "too_heavy": gettext_lazy("Il est trop complexe pour être lu sans risque."),
    "too_long": gettext_lazy("Il est trop complexe pour être lu sans risque."),
    "crashed": gettext_lazy("Il est trop complexe pour être lu sans risque."),
    "reading_never_ended": gettext_lazy("Sa lecture ne s’est pas terminée."),
    "not_a_scan": gettext_lazy("Ce n’est ni un PDF, ni une image."),
    "empty": gettext_lazy("Il est vide."),
    "blank": gettext_lazy("Il n’a que des pages blanches."),
    "source_gone": gettext_lazy("Son original n’est plus dans le stockage."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A letter in the list."""

    href: str
    name: str
    told: str
    stamp: str
    hint: str
    when: str
    iso: str


@dataclass(frozen=True, slots=True)
class PileLine:
    """A pile that was set aside."""

    pile: PostPile
    why: str
    told: str


def lines(letters: Iterable[InboundLetter]) -> list[Line]:
    """Return the rows of a list of letters."""
    return [
        Line(
            href=reverse("desk:letter", args=[letter.pk]),
            name=title(letter),
            told=letter.organisation.name,
            stamp=words.date(letter.arrived_on, weekday=False) if letter.arrived_on else _("à recopier"),
            hint=_("Porte le code d’un de nos courriers") if letter.proposed else "",
            when=f"{words.date(letter.received_at, weekday=False)}, {words.time(letter.received_at)}",
            iso=letter.received_at.isoformat(timespec="minutes"),
        )
        for letter in letters
    ]


def pile_lines(piles: Iterable[PostPile]) -> list[PileLine]:
    """Return the rows of the piles set aside."""
    return [
        PileLine(
            pile,
            str(REASONS.get(pile.reason, gettext_lazy("Une erreur a empêché de le lire."))),
            f"{size_in_words(pile.size)} · {words.date(pile.received_at, weekday=False)} · {pile.organisation.name}",
        )
        for pile in piles
    ]


def title(letter: InboundLetter) -> str:
    """Return how a letter is named while nobody read it: its file, its place in it, its pages."""
    told = ngettext(
        "%(name)s, à partir de la page %(first)d : %(count)d page",
        "%(name)s, à partir de la page %(first)d : %(count)d pages",
        letter.pages,
    )
    return told % {"name": letter.pile.name, "first": letter.first_page, "count": letter.pages}

"""A breach in words, as a page or a table tells it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.cases.breach_queries import Breach, Word
from parvis.cases.numbers import say_number
from parvis.catalogue.lists.csv_files import safe_line
from parvis.deadlines.wording import moment_in_words


@dataclass(frozen=True, slots=True)
class ShownBreach:
    """A breach ready to write. ``facts`` are pairs of label and text, ``words`` who was told and when."""

    href: str
    title: str
    when: str
    state: str
    icon: str
    late: bool
    facts: list[tuple[str, str]]
    words: list[str]


def shown_breach(one: Breach) -> ShownBreach:
    """Return a breach ready to write."""
    state, icon = _state(one)
    return ShownBreach(
        href=reverse("desk:breach", args=[one.id]),
        title=one.what or _("Violation de données"),
        when=_("Connue le %(moment)s") % {"moment": _moment(one.aware_at)},
        state=state,
        icon=icon,
        late=one.is_late,
        facts=[(label, said) for label, said in _facts(one) if said],
        words=[_word(word) for word in one.words],
    )


def table(found: Iterable[Breach]) -> Iterator[str]:
    """Yield the register as lines of CSV, its head first."""
    yield "\ufeff"  # without it, spreadsheets misread accents
    head = True
    for one in found:
        boxes = [*_facts(one), (_("Qui a été prévenu"), " ; ".join(map(_word, one.words)))]
        if head:
            yield safe_line(label for label, _said in boxes)
        yield safe_line(said for _label, said in boxes)
        head = False


def _state(one: Breach) -> tuple[str, str]:
    if one.cleared_at is not None:
        return _("Sans risque"), "check"
    if one.notified_at is not None:
        return (_("Notifiée en retard") if one.is_late else _("Notifiée à temps")), "check-circle"
    if one.is_late:
        return _("Les 72 heures sont passées"), "warning"
    return _("À notifier avant le %(moment)s") % {"moment": _moment(one.due_at)}, "clock"


def _facts(one: Breach) -> list[tuple[str, str]]:
    """Return all that the register says of a breach (RGPD, article 33, 3 and 5), in the order of reading."""
    return [
        (_("Demande"), say_number(one.number)),
        (_("Service"), f"{one.team} ({one.body})"),
        (_("Ce qui s’est passé"), one.what),
        (_("Mesures prises"), one.measures),
        (_("Personnes concernées"), str(one.persons) if one.persons is not None else _("nombre inconnu")),
        (_("Connue le"), _moment(one.aware_at)),
        (_("Signalée le"), _moment(one.found_at)),
        (_("Signalée par"), one.found_by),
        (_("CNIL à prévenir avant le"), _moment(one.due_at)),
        (_("CNIL prévenue le"), _moment(one.notified_at)),
        (_("Référence de la CNIL"), one.reference),
        (_("Raisons du retard"), one.why_late),
        (_("Personnes prévenues"), _persons(one)),
        (_("Sans risque depuis le"), _moment(one.cleared_at)),
        (_("Pourquoi sans risque"), one.why_cleared),
    ]


def _persons(one: Breach) -> str:
    if one.notified_at is None:
        return ""
    return _("oui") if one.persons_told else _("non")


def _word(word: Word) -> str:
    facts = {"told": ", ".join(word.told) or _("personne"), "moment": _moment(word.at)}
    if word.kind == "breach_told":
        return _("%(told)s, par e-mail, le %(moment)s") % facts
    return _("%(told)s, rappel du délai, le %(moment)s") % facts


def _moment(at: datetime | None) -> str:
    return moment_in_words(timezone.localtime(at), year=True) if at else ""

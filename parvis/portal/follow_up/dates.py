"""The dates a person must know of their demand: who owes what, by when, and why that day."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from parvis.cases.clocks import PERSON
from parvis.cases.dials import ANSWER, Dial
from parvis.ui import words


@dataclass(frozen=True)
class DateToKnow:
    """One date: what it is about, the sentence that says it, and the reasoning."""

    title: str
    sentence: str
    why: list[str]
    question: str
    """What the reasoning answers."""


def dates(found: list[Dial]) -> list[DateToKnow]:
    """Return the dates that still matter, the soonest first; those of our answers stand on top of the page."""
    own = [dial for dial in found if dial.runs and dial.concerns_person]
    shown = [dial for dial in own if dial.kind.code not in ANSWER and not dial.kind.pledge]
    return [
        DateToKnow(
            str(dial.kind.person_label),
            _sentence(dial),
            [one.person for one in dial.why],
            _("Pourquoi cette date ?") if dial.due_at else _("Pourquoi ?"),
        )
        for dial in shown
    ]


def _sentence(dial: Dial) -> str:
    if dial.due_at is None:
        return _("Pas encore de dernier jour.")
    when = words.date(dial.due_on) if dial.due_on else words.moment(dial.due_at)
    if dial.kind.whose == PERSON:
        return (
            _("C’était jusqu’au %(day)s.") % {"day": when}
            if dial.late
            else _("Jusqu’au %(day)s.") % {"day": when}
        )
    if dial.late:
        return _("Nous devions le faire le %(day)s. Nous sommes en retard.") % {"day": when}
    return _("Au plus tard le %(day)s.") % {"day": when}

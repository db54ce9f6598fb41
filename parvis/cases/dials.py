"""The clocks of a case as its pages show them: where each stands now, and why, in sentences."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from parvis.cases.clocks import ClockKind, Reckoned, clock_kinds, reckon
from parvis.cases.models import ClockState
from parvis.cases.story import Story
from parvis.common import clock
from parvis.deadlines.sentences import Sentence
from parvis.deadlines.wording import before_in_words

ANSWER = frozenset({"silence", "promise"})
"""Kinds by which an answer is due."""


@dataclass(frozen=True)
class Dial:
    """One clock at the present moment. ``stopped`` and ``late`` depend on the hour; ``why`` is the reasoning."""

    kind: ClockKind
    clock: Reckoned
    stopped: bool
    late: bool
    why: list[Sentence]
    concerns_person: bool

    @property
    def label(self) -> str | Promise:
        """Return what agents call it."""
        label: str | Promise = self.kind.label
        return label

    @property
    def due_on(self) -> date | None:
        """Return the last day of a delay in days."""
        return self.clock.due_on

    @property
    def due_at(self) -> datetime | None:
        """Return the moment from which it is late."""
        return self.clock.due_at

    @property
    def runs(self) -> bool:
        """Say whether it has not ended."""
        return self.clock.state == ClockState.RUNNING


def dials(story: Story) -> list[Dial]:
    """Return the clocks of a case, those that run first, the soonest due first."""
    found = [_dial(story, one) for one in reckon(story)]
    return sorted(
        found, key=lambda dial: (not dial.runs, dial.due_at is None, dial.due_at or dial.clock.started_at)
    )


def answer_dial(found: list[Dial]) -> Dial | None:
    """Return the clock by which an answer is due."""
    return next((dial for dial in found if dial.kind.code in ANSWER), None)


@dataclass(frozen=True)
class Pledge:
    """What the body commits itself to, in a sentence that agent and person both read, and why then."""

    sentence: str
    late: bool
    why: list[Sentence]


def pledges(found: list[Dial]) -> list[Pledge]:
    """Return the commitments before the person that run, the soonest first: « … avant jeudi midi »."""
    return [
        Pledge(_pledge(dial), dial.late, dial.why)
        for dial in found
        if dial.runs and dial.kind.pledge and dial.concerns_person
    ]


def _pledge(dial: Dial) -> str:
    if dial.stopped or dial.due_at is None:
        said = _("Nous nous sommes engagés à %(deed)s. Ce délai est arrêté : il reprend avec la demande.")
        return said % {"deed": dial.kind.pledge}
    due, now = timezone.localtime(dial.due_at), timezone.localtime(clock.now())
    facts = {"deed": dial.kind.pledge, "when": before_in_words(due, now)}
    if dial.late:
        return _("Nous nous étions engagés à %(deed)s %(when)s. Nous sommes en retard.") % facts
    return _("Nous nous engageons à %(deed)s %(when)s.") % facts


def _dial(story: Story, one: Reckoned) -> Dial:
    now, kind = clock.now(), clock_kinds.get(one.kind)
    runs = one.state == ClockState.RUNNING
    stopped = runs and one.paused_since is not None and (one.paused_until is None or now < one.paused_until)
    late = runs and one.due_at is not None and now >= one.due_at
    return Dial(kind, one, stopped, late, kind.explain(story, one.about), kind.concerns_person(story))

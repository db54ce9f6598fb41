"""The silence of the administration: when it becomes a decision (CRPA L231-1 to L231-6, L114-2 to L114-5)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from parvis.cases.clocks import OUTAGES, ClockKind, Reckoned, clock_kinds, end_of, ended_by, stopped_by
from parvis.cases.models import ClockState
from parvis.cases.story import Story
from parvis.deadlines.explanation import explain_silence
from parvis.deadlines.sentences import Sentence
from parvis.deadlines.silence import Regime

WITH_EFFECT = frozenset({Regime.SVA, Regime.SVR})
MOVED_BY = frozenset(
    {"received", "transferred", "pieces_asked", "pieces_received", "implied", "corrected", *OUTAGES}
)


@clock_kinds.register
class LegalSilence(ClockKind):
    """Runs until an express decision, or until silence decides."""

    code, label = "silence", _("réponse de l’administration")
    person_label = _("Notre réponse")
    deed = _("Répondre avant que le silence ne décide")
    moved_by = MOVED_BY

    def reckon(self, story: Story) -> Iterator[Reckoned]:
        """Yield the clock of a procedure in which silence has an effect."""
        silence = story.course.silence
        if silence is None or story.demand.regime not in WITH_EFFECT:
            return
        due_at = end_of(silence.ends_on) if silence.ends_on else None
        yield Reckoned(
            kind=self.code,
            started_at=_start(story),
            due_on=silence.ends_on,
            due_at=due_at,
            **_pause(story),
            **_end(story, due_at),
        )

    def explain(self, story: Story, about: str) -> list[Sentence]:  # noqa: ARG002 - a case has one
        """Return the reasoning, from the receipt to the implied decision."""
        return explain_silence(story.demand, story.course)


def _start(story: Story) -> datetime:
    """Return the fact from which the delay counts: the first receipt, or the one that completed an acceptance."""
    silence = story.course.silence
    counted = silence.counts_from if silence else None
    if counted in {None, story.demand.history.received}:
        return story.received_at
    starting = [fact for fact in story.all("transferred", "pieces_received") if fact.on == counted]
    return starting[-1].at if starting else story.received_at


def _pause(story: Story) -> dict[str, Any]:
    """Return since when indispensable pieces are awaited, and until when at most (CRPA L114-5)."""
    demand = story.demand
    waiting = [asked for asked in demand.history.requests if asked.received_on is None]
    if not waiting or story.ending or story.implied:
        return {}
    asked = [fact.at for fact in story.all("pieces_asked") if fact.on == waiting[-1].on]
    since = {"paused_since": asked[-1]} if asked else {}
    if demand.regime == Regime.SVA:
        return since
    return {**since, "paused_until": max(end_of(one.last_day((), story.outages)) for one in waiting)}


def _end(story: Story, due_at: datetime | None) -> dict[str, Any]:
    end = story.ending
    if story.implied:
        return {"state": ClockState.ELAPSED, "ended_at": story.implied.at}
    if end and end.kind in {"withdrawn", "transferred_out"}:
        return stopped_by(story)
    return ended_by(end, due_at)

"""What every clock of a service level shares: a target in opening hours, its pauses, its warnings and escalations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from parvis.cases.clocks import ClockKind, Reckoned, ended_by
from parvis.cases.commitments import Commitment, Step, next_step_at
from parvis.cases.models import ClockState
from parvis.cases.story import Fact, Story
from parvis.deadlines.explanation_of_targets import explain_target
from parvis.deadlines.sentences import Sentence
from parvis.deadlines.targets import Span

MOVED_BY = frozenset({"committed", "message", "moved", "escalated", "transferred"})
"""Entries that move these clocks, and only those of cases with a commitment."""
ANSWERS = frozenset({"decided", "closed"})
"""Entries that end a case with a word to its person."""
_TAKEN_BACK = frozenset({"withdrawn"})


@dataclass(frozen=True)
class Target:
    """One target of a case: what was committed, from when, how long, and the fact that reached it, None so far."""

    commitment: Commitment
    start: datetime
    span: Span
    end: Fact | None
    about: str = ""


class LevelClock(ClockKind):
    """A kind whose clocks are the targets that ``targets`` finds in the story of a case."""

    moved_by = MOVED_BY
    born_of = frozenset({"committed"})
    of_levels = True

    def targets(self, story: Story) -> Sequence[Target]:
        """Return the targets of a case, one for each ``about``."""
        raise NotImplementedError

    def reckon(self, story: Story) -> list[Reckoned]:
        """Return one clock a target."""
        return [self._clock(story, target) for target in self.targets(story)]

    def explain(self, story: Story, about: str) -> list[Sentence]:
        """Return the reasoning: start, length, pauses, days off with their names."""
        target = self._target(story, about)
        if target is None:
            return []
        commitment = target.commitment.as_of(_end(story, target) or _over(story))
        due = commitment.due(target.start, target.span)
        return explain_target(commitment.calendar, target.start, target.span, due, commitment.pauses)

    def steps(self, story: Story, about: str) -> Sequence[Step]:
        """Return the warnings and escalations that the agreement sets."""
        target = self._target(story, about)
        return target.commitment.steps if target else ()

    def concerns_person(self, story: Story) -> bool:
        """Say whether the person was told of it: an agreement says if it is announced."""
        first = next(iter(self.targets(story)), None)
        return bool(self.person_label) and first is not None and bool(first.commitment.facts.get("shown"))

    def _target(self, story: Story, about: str) -> Target | None:
        return next((one for one in self.targets(story) if one.about == about), None)

    def _clock(self, story: Story, target: Target) -> Reckoned:
        end, about = _end(story, target), target.about
        commitment = target.commitment.as_of(end or _over(story))
        due = commitment.due(target.start, target.span)
        runs = end is None and _over(story) is None
        last = commitment.pauses[-1] if commitment.pauses else None
        return Reckoned(
            kind=self.code,
            about=about,
            started_at=target.start,
            due_at=due,
            calendar_id=commitment.calendar_id,
            agreement_id=commitment.agreement_id,
            paused_since=last.since if last and due is None and runs else None,
            next_step_at=next_step_at(story, commitment, self.code, about, target.start, due)
            if runs
            else None,
            **(ended_by(end, due) if end and end.kind not in _TAKEN_BACK else _cancelled_by(_over(story))),
        )


def _end(story: Story, target: Target) -> Fact | None:
    """Return what reached a target, in time or not: at the latest the implied decision, after which nobody waits."""
    implied = story.implied if story.implied and story.implied.at >= target.start else None
    return min((fact for fact in (target.end, implied) if fact), key=lambda fact: fact.at, default=None)


def _over(story: Story) -> Fact | None:
    """Return what leaves the targets of a case without object: silence that decided, else its end."""
    return story.implied or story.ending


def _cancelled_by(over: Fact | None) -> dict[str, Any]:
    return {"state": ClockState.CANCELLED, "ended_at": over.at} if over else {}


def is_outbound(fact: Fact) -> bool:
    """Say whether a fact is a word of the service to the person."""
    return fact.kind == "message" and fact.data.get("direction") == "outbound"

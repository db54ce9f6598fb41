"""What a body committed to: a first answer, the next ones, an end; and the time a person has to answer it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from parvis.cases.clocks import PERSON, ClockKind, Reckoned, clock_kinds, ended_by, stopped_by
from parvis.cases.commitments import Commitment, commitment_of, moment_of, next_step_at, steps_taken
from parvis.cases.models import LegalState
from parvis.cases.story import Fact, Story
from parvis.deadlines.explanation_of_targets import explain_target
from parvis.deadlines.sentences import Sentence
from parvis.deadlines.targets import Span

_ANSWERS = frozenset({"decided", "closed"})
MOVED_BY = frozenset({"committed", "message", "moved", "escalated", "transferred"})
"""Entries that move these clocks, and only those of cases with a commitment."""


class _Level(ClockKind):
    """What all share: a target of the commitment in force, its pauses and its steps."""

    moved_by = MOVED_BY
    of_levels = True
    target: str

    def clock(
        self,
        story: Story,
        commitment: Commitment,
        span: Span,
        start: datetime,
        end: Fact | None,
        about: str = "",
    ) -> Reckoned:
        """Return one clock of this kind."""
        due = commitment.due(start, span)
        stopped = commitment.pauses[-1] if commitment.pauses and commitment.pauses[-1].until is None else None
        runs = end is None and story.ending is None
        return Reckoned(
            kind=self.code,
            about=about,
            started_at=start,
            due_at=due,
            calendar_id=commitment.calendar_id,
            paused_since=stopped.since if stopped and runs else None,
            next_step_at=next_step_at(story, commitment, self.code, about, start, due) if runs else None,
            **(ended_by(end, due) if end else stopped_by(story)),
        )

    def explain(self, story: Story, about: str) -> list[Sentence]:
        """Return the reasoning: start, length, pauses, days off with their names."""
        commitment = commitment_of(story)
        span = commitment.span(self.target) if commitment else None
        start = self.start_of(story, about)
        if commitment is None or span is None or start is None:
            return []
        return explain_target(
            commitment.calendar, start, span, commitment.due(start, span), commitment.pauses
        )

    def start_of(self, story: Story, about: str) -> datetime | None:  # noqa: ARG002 - most kinds have one clock
        """Return when the clock starts."""
        return story.seized_at


@clock_kinds.register
class FirstAnswer(_Level):
    """Runs from the receipt by the body in charge to its first word to the person."""

    code, label = "first_answer", _("première réponse")
    person_label = _("Notre première réponse")
    target = "first_answer"

    def reckon(self, story: Story) -> Iterator[Reckoned]:
        """Yield the clock of a case with a commitment to a first answer."""
        commitment = commitment_of(story)
        span = commitment.span(self.target) if commitment else None
        if commitment and span:
            yield self.clock(story, commitment, span, story.seized_at, _first_answer(story))


@clock_kinds.register
class NextAnswer(_Level):
    """Runs from a message of the person to the answer it waits for; one clock an exchange."""

    code, label = "next_answer", _("réponse suivante")
    person_label = _("Notre réponse à votre message")
    target = "next_answer"

    def reckon(self, story: Story) -> Iterator[Reckoned]:
        """Yield one clock for each time the person waited."""
        commitment = commitment_of(story)
        span = commitment.span(self.target) if commitment else None
        if commitment and span:
            for rank, (asked, answered) in enumerate(_exchanges(story), start=1):
                yield self.clock(story, commitment, span, asked.at, answered, str(rank))

    def start_of(self, story: Story, about: str) -> datetime | None:
        """Return when the person wrote."""
        found = [
            asked.at for rank, (asked, _answered) in enumerate(_exchanges(story), 1) if str(rank) == about
        ]
        return found[0] if found else None


@clock_kinds.register
class Resolution(_Level):
    """Runs from the receipt by the body in charge to the end of the case."""

    code, label = "resolution", _("résolution")
    person_label = _("La fin de votre demande")
    target = "resolution"

    def reckon(self, story: Story) -> Iterator[Reckoned]:
        """Yield the clock of a case with a commitment to an end."""
        commitment = commitment_of(story)
        span = commitment.span(self.target) if commitment else None
        if commitment and span:
            end = story.ending if story.ending and story.ending.kind in _ANSWERS else None
            yield self.clock(story, commitment, span, story.seized_at, end)


@clock_kinds.register
class Internal(_Level):
    """What a team owes the teams that hand it a case: runs from its arrival to its leaving or its end."""

    code, label = "internal", _("engagement entre services")
    target = "resolution"

    def reckon(self, story: Story) -> Iterator[Reckoned]:
        """Yield the clock of each internal agreement that a transfer set off."""
        for fact in story.all("committed"):
            if fact.data.get("scope") == "internal" and fact.data.get("resolution"):
                commitment = Commitment(fact.data, story.calendars.get(fact.data.get("calendar")), ())
                left = [moved for moved in story.all("transferred") if moved.at > fact.at]
                end = left[0] if left else story.ending
                span = Span.parse(fact.data["resolution"])
                yield self.clock(story, commitment, span, fact.at, end, str(fact.data["team"]))

    def explain(self, story: Story, about: str) -> list[Sentence]:
        """Return the reasoning of one of them."""
        chosen = [one for one in story.all("committed") if str(one.data.get("team", "")) == about]
        if not chosen:
            return []
        calendar, span = (
            story.calendars.get(chosen[-1].data.get("calendar")),
            Span.parse(chosen[-1].data["resolution"]),
        )
        commitment = Commitment(chosen[-1].data, calendar, ())
        return explain_target(calendar, chosen[-1].at, span, commitment.due(chosen[-1].at, span))


@clock_kinds.register
class Waiting(ClockKind):
    """The time a person has to answer before the case is closed, reminded meanwhile; where silence has no effect."""

    code, label = "waiting", _("réponse de l’usager")
    person_label = _("Votre réponse")
    whose = PERSON
    moved_by = MOVED_BY
    of_levels = True

    def reckon(self, story: Story) -> Iterator[Reckoned]:
        """Yield the clock while the case waits for its person."""
        commitment, since = commitment_of(story), waiting_since(story)
        span = commitment.span("close_after") if commitment else None
        if commitment is None or span is None or since is None or story.regime in {"SVA", "SVR"}:
            return
        due = commitment.due(since, span, pauses=())
        yield Reckoned(
            kind=self.code,
            about=_about(since),
            started_at=since,
            due_at=due,
            calendar_id=commitment.calendar_id,
            next_step_at=_reminder_or_end(story, commitment, since, due),
        )

    def explain(self, story: Story, about: str) -> list[Sentence]:  # noqa: ARG002 - a case waits once at a time
        """Return the reasoning."""
        commitment, since = commitment_of(story), waiting_since(story)
        span = commitment.span("close_after") if commitment else None
        if commitment is None or span is None or since is None:
            return []
        due = commitment.due(since, span, pauses=())
        return explain_target(commitment.calendar, since, span, due)


def waiting_since(story: Story) -> datetime | None:
    """Return since when a case waits for its person, None when it does not."""
    moved = story.last("moved")
    if story.ending or moved is None or moved.data.get("to") != LegalState.WAITING_FOR_PERSON:
        return None
    return moved.at


def _about(since: datetime) -> str:
    """Return what tells apart the times a case waited, written the same wherever the moment was read from."""
    return since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _reminder_or_end(
    story: Story, commitment: Commitment, since: datetime, due: datetime | None
) -> datetime | None:
    reminder: dict[str, Any] | None = None
    if commitment.facts.get("remind_after"):
        reminder = {"after": commitment.facts["remind_after"]}
    reminded = steps_taken(story, "waiting", _about(since))
    if reminder and not reminded:
        return moment_of(commitment, reminder, since, since)
    return due


def _first_answer(story: Story) -> Fact | None:
    answers = [fact for fact in story.facts if fact.kind in _ANSWERS or _is_outbound(fact)]
    return answers[0] if answers else None


def _exchanges(story: Story) -> Iterator[tuple[Fact, Fact | None]]:
    """Yield each first unanswered message of the person with the answer that came, None while it is awaited."""
    asked: Fact | None = None
    for fact in story.facts:
        if fact.kind == "message" and fact.data.get("direction") == "inbound":
            asked = asked or fact
        elif asked is not None and (fact.kind in _ANSWERS or _is_outbound(fact)):
            yield asked, fact
            asked = None
    if asked is not None:
        yield asked, None


def _is_outbound(fact: Fact) -> bool:
    return fact.kind == "message" and fact.data.get("direction") == "outbound"

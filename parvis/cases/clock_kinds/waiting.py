"""The time a person has to answer before their case is closed, reminded meanwhile."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.utils.translation import gettext_lazy as _

from parvis.cases.clocks import PERSON, ClockKind, Reckoned, clock_kinds
from parvis.cases.commitments import Commitment, commitment_of, moment_of, steps_taken
from parvis.cases.level_clock import MOVED_BY
from parvis.cases.models import LegalState
from parvis.cases.story import Story
from parvis.deadlines.explanation_of_targets import explain_target
from parvis.deadlines.sentences import Sentence


@clock_kinds.register
class Waiting(ClockKind):
    """Runs while a case waits for its person; only where silence has no effect in law."""

    code, label = "waiting", _("réponse de l’usager")
    person_label = _("Votre réponse")
    whose = PERSON
    moved_by = MOVED_BY
    born_of = frozenset({"committed"})
    of_levels = True

    def reckon(self, story: Story) -> Iterator[Reckoned]:
        """Yield the clock while the case waits for its person."""
        commitment, since = commitment_of(story), _waiting_since(story)
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
            agreement_id=commitment.agreement_id,
            next_step_at=_reminder_or_end(story, commitment, since, due),
        )

    def explain(self, story: Story, about: str) -> list[Sentence]:  # noqa: ARG002 - a case waits once at a time
        """Return the reasoning."""
        commitment, since = commitment_of(story), _waiting_since(story)
        span = commitment.span("close_after") if commitment else None
        if commitment is None or span is None or since is None:
            return []
        due = commitment.due(since, span, pauses=())
        return explain_target(commitment.calendar, since, span, due)


def _waiting_since(story: Story) -> datetime | None:
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
    written = commitment.facts.get("remind_after")
    if written and not steps_taken(story, "waiting", _about(since)):
        return moment_of(commitment, {"after": written}, since, since)
    return due

"""The delay a body gives itself when its silence has no effect in law."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from parvis.cases.clocks import ClockKind, Reckoned, clock_kinds, end_of, ended_by, stopped_by
from parvis.cases.story import Story
from parvis.deadlines.explanation import explain_silence
from parvis.deadlines.sentences import Sentence
from parvis.deadlines.silence import Regime


@clock_kinds.register
class Promise(ClockKind):
    """Runs from the first receipt to the end of the case."""

    code, label = "promise", _("réponse promise")
    person_label = _("Notre réponse")
    deed = _("Répondre")
    moved_by = frozenset({"received"})

    def reckon(self, story: Story) -> Iterator[Reckoned]:
        """Yield the clock of a procedure with a delay but no effect of silence."""
        silence = story.course.silence
        if silence is None or silence.ends_on is None or story.demand.regime != Regime.NONE:
            return
        due_at, end = end_of(silence.ends_on), story.ending
        gone = end is not None and end.kind in {"withdrawn", "transferred_out"}
        yield Reckoned(
            kind=self.code,
            started_at=story.received_at,
            due_on=silence.ends_on,
            due_at=due_at,
            **(stopped_by(story) if gone else ended_by(end, due_at)),
        )

    def explain(self, story: Story, about: str) -> list[Sentence]:  # noqa: ARG002 - a case has one
        """Return the reasoning, from the receipt to the last day."""
        return explain_silence(story.demand, story.course)

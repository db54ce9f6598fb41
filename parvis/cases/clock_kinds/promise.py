"""The delay a body gives itself when its silence has no effect in law."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.clocks import ClockKind, Reckoned, clock_kinds, end_of, ended_by, stopped_by
from parvis.cases.story import Story
from parvis.deadlines.explanation import explain_silence
from parvis.deadlines.sentences import Sentence, sentence
from parvis.deadlines.silence import Regime
from parvis.deadlines.wording import day_in_words


@clock_kinds.register
class Promise(ClockKind):
    """Runs from the first receipt to the end of the case."""

    code, label = "promise", gettext_lazy("réponse promise")
    person_label = gettext_lazy("Notre réponse")
    deed = gettext_lazy("Répondre")
    moved_by = frozenset({"received", "due_date_changed"})

    def reckon(self, story: Story) -> Iterator[Reckoned]:
        """Yield the clock of a procedure with a delay but no effect of silence."""
        silence = story.course.silence
        if silence is None or silence.ends_on is None or story.demand.regime != Regime.NONE:
            return
        due_on = _promised(story) or silence.ends_on
        due_at, end = end_of(due_on), story.ending
        gone = end is not None and end.kind in {"withdrawn", "transferred_out"}
        yield Reckoned(
            kind=self.code,
            started_at=story.received_at,
            due_on=due_on,
            due_at=due_at,
            **(stopped_by(story) if gone else ended_by(end, due_at)),
        )

    def explain(self, story: Story, about: str) -> list[Sentence]:  # noqa: ARG002 - a case has one
        """Return the reasoning, from the receipt to the last day."""
        reasons = explain_silence(story.demand, story.course)
        promised = _promised(story)
        if promised is not None:
            words = _("Le service a changé sa promesse : réponse au plus tard le %(due)s.")
            reasons.append(sentence("promise", "", words, due=day_in_words(promised)))
        return reasons


def _promised(story: Story) -> date | None:
    """Return the day that the body promised since, if it changed its promise."""
    changed = story.last("due_date_changed")
    return date.fromisoformat(changed.data["to"]) if changed else None

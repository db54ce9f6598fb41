"""The call-back an agent promised: a commitment with its hour."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.clocks import ClockKind, Reckoned, clock_kinds, ended_by
from parvis.cases.models import ClockState
from parvis.cases.story import Fact, Story
from parvis.deadlines.sentences import Sentence, sentence
from parvis.deadlines.wording import day_in_words, moment_in_words


@clock_kinds.register
class CallBack(ClockKind):
    """Runs from the promise to the call, even when the case ended meanwhile: one promised to call.

    Calling keeps the promise, whether the person answered or not.
    """

    code, label = "callback", gettext_lazy("rappel promis")
    person_label = gettext_lazy("Notre appel")
    deed = gettext_lazy("Rappeler la personne")
    moved_by = frozenset({"callback_promised", "callback_made"})
    repeats = True

    def reckon(self, story: Story) -> Iterator[Reckoned]:
        """Yield one clock a promise."""
        made = {fact.data["callback"]: fact for fact in story.all("callback_made")}
        for fact in story.all("callback_promised"):
            due_at, end = _due_at(fact), made.get(fact.data["callback"])
            dropped = end is not None and end.data["gave"] == "dropped"
            ended = {"state": ClockState.CANCELLED, "ended_at": end.at} if end and dropped else None
            yield Reckoned(
                kind=self.code,
                about=fact.data["callback"],
                started_at=fact.at,
                due_at=due_at,
                **(ended or ended_by(end, due_at)),
            )

    def explain(self, story: Story, about: str) -> list[Sentence]:
        """Return the reasoning: when it was promised, and for when."""
        promised = next(
            (one for one in story.all("callback_promised") if one.data["callback"] == about), None
        )
        if promised is None:
            return []
        facts = {
            "day": day_in_words(promised.on),
            "due": moment_in_words(timezone.localtime(_due_at(promised))),
        }
        said = _("Rappel promis le %(day)s, au plus tard le %(due)s.")
        return [sentence("callback", "", said, **facts)]


def _due_at(promised: Fact) -> datetime:
    return datetime.fromisoformat(promised.data["due_at"])

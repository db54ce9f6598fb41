"""The reasons of an implied rejection, given on request within one month (CRPA L232-4)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.clocks import ClockKind, Reckoned, clock_kinds, end_of, ended_by
from parvis.cases.story import Story
from parvis.deadlines.sentences import Sentence, sentence
from parvis.deadlines.silence import reasons_due
from parvis.deadlines.wording import day_in_words


@clock_kinds.register
class Reasons(ClockKind):
    """Runs from the request to the reasons."""

    code, label = "reasons", gettext_lazy("raisons du refus")
    person_label = gettext_lazy("Les raisons du refus")
    deed = gettext_lazy("Donner les raisons du refus")
    moved_by = frozenset({"reasons_asked", "reasons_given"})
    born_of = frozenset({"reasons_asked"})

    def reckon(self, story: Story) -> Iterator[Reckoned]:
        """Yield the clock once reasons were asked."""
        asked = story.first("reasons_asked")
        if asked is None:
            return
        due = reasons_due(asked.on)
        end = ended_by(story.first("reasons_given"), end_of(due))
        yield Reckoned(kind=self.code, started_at=asked.at, due_on=due, due_at=end_of(due), **end)

    def explain(self, story: Story, about: str) -> list[Sentence]:  # noqa: ARG002 - a case has one
        """Return the reasoning."""
        asked = story.first("reasons_asked")
        if asked is None:
            return []
        return [
            sentence(
                "reasons",
                "CRPA L232-4",
                _(
                    "Vous avez demandé les raisons du refus le %(asked)s : elles sont dues dans le mois, au plus "
                    "tard le %(due)s."
                ),
                _(
                    "Raisons du refus demandées le %(asked)s : à donner dans le mois, au plus tard le %(due)s."
                ),
                asked=day_in_words(asked.on),
                due=day_in_words(reasons_due(asked.on)),
            )
        ]

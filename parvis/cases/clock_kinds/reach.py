"""The task of reaching a person whom no message reached."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.clocks import ClockKind, Reckoned, clock_kinds, end_of, ended_by
from parvis.cases.story import Fact, Story
from parvis.deadlines.holidays_fr import PublicHolidays
from parvis.deadlines.sentences import Sentence, sentence
from parvis.deadlines.wording import day_in_words
from parvis.deadlines.working_days import count_days, is_working_day

DAYS = 2
"""Working days in which someone who got nothing should be reached: what was sent may start their own time limits."""


@clock_kinds.register
class Reach(ClockKind):
    """Runs from the failure of every way to the gesture « personne jointe », even when the case has ended."""

    code, label = "reach", gettext_lazy("personne à joindre")
    deed = gettext_lazy("Joindre la personne autrement")
    moved_by = frozenset({"unreached", "reached"})
    born_of = frozenset({"unreached"})

    def reckon(self, story: Story) -> Iterator[Reckoned]:
        """Yield one clock: the last failure, unless the person was reached since the first that was left open."""
        lost = _open_failure(story)
        if lost is None:
            return
        due_on = _due_on(lost, story)
        due_at = end_of(due_on)
        reached = [fact for fact in story.all("reached") if fact.at >= lost.at]
        yield Reckoned(
            kind=self.code,
            started_at=lost.at,
            due_on=due_on,
            due_at=due_at,
            **ended_by(reached[0] if reached else None, due_at),
        )

    def explain(self, story: Story, about: str) -> list[Sentence]:  # noqa: ARG002 - a case has one
        """Return the reasoning: when the last way failed, and by when to act."""
        lost = _open_failure(story)
        if lost is None:
            return []
        facts = {"day": day_in_words(lost.on), "due": day_in_words(_due_on(lost, story))}
        said = _(
            "Plus aucun message n’arrive à la personne depuis le %(day)s : à joindre avant la fin du %(due)s."
        )
        if lost.data.get("call"):
            said = _(
                "La personne veut être appelée : à appeler avant la fin du %(due)s (message du %(day)s)."
            )
        if lost.data.get("lacks"):
            said = _(
                "Depuis le %(day)s, une lettre attend l’adresse de la personne : à joindre avant le %(due)s."
            )
        return [sentence("reach", "", said, **facts)]


def _open_failure(story: Story) -> Fact | None:
    """Return the first failure since the person was last reached, else the last one of all."""
    found: Fact | None = None
    is_open = False
    for fact in story.all("unreached", "reached"):
        if fact.kind == "reached":
            is_open = False
        elif not is_open:
            found, is_open = fact, True
    return found


def _due_on(lost: Fact, story: Story) -> date:
    holidays = PublicHolidays(story.territory)
    return count_days(lost.on, DAYS, lambda day: is_working_day(day, holidays))

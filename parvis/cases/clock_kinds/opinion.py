"""The opinion asked of another service: by when it is due, and what its silence is worth."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.clocks import ClockKind, Reckoned, clock_kinds, end_of, ended_by, stopped_by
from parvis.cases.models import ClockState, OpinionSilence
from parvis.cases.story import Fact, Story
from parvis.deadlines.sentences import Sentence, sentence
from parvis.deadlines.wording import day_in_words


@clock_kinds.register
class Opinion(ClockKind):
    """Runs from the request to the opinion; at its end the file goes on without it."""

    code, label = "opinion", gettext_lazy("avis demandé")
    person_label = gettext_lazy("L’avis que nous avons demandé")
    deed = gettext_lazy("Voir si l’avis est venu")
    moved_by = frozenset({"opinion_asked", "opinion_given", "opinion_lapsed"})

    def reckon(self, story: Story) -> Iterator[Reckoned]:
        """Yield one clock an opinion asked."""
        for asked in story.all("opinion_asked"):
            about, due_on = asked.data["opinion"], date.fromisoformat(asked.data["due_on"])
            end = self._end(story, about, asked)
            runs = not end
            yield Reckoned(
                kind=self.code,
                about=about,
                started_at=asked.at,
                due_on=due_on,
                due_at=end_of(due_on),
                next_step_at=end_of(due_on) if runs else None,
                **end,
            )

    def explain(self, story: Story, about: str) -> list[Sentence]:
        """Return the reasoning: when it was asked, of whom, what its silence is worth, and whether it came."""
        asked = next(fact for fact in story.all("opinion_asked") if fact.data["opinion"] == about)
        told = [
            sentence(
                "opinion",
                asked.data.get("article", ""),
                _("Avis demandé à %(team)s le %(asked)s, à rendre au plus tard le %(due)s. %(silence)s"),
                team=asked.data["team_name"],
                asked=day_in_words(asked.on),
                due=day_in_words(date.fromisoformat(asked.data["due_on"])),
                silence=str(OpinionSilence(asked.data["silence"]).label),
            )
        ]
        given = _about(story, "opinion_given", about)
        if given:
            told.append(
                sentence("opinion-given", "", _("Avis rendu le %(day)s."), day=day_in_words(given.on))
            )
        return told

    def _end(self, story: Story, about: str, asked: Fact) -> dict[str, object]:
        given, lapsed = _about(story, "opinion_given", about), _about(story, "opinion_lapsed", about)
        if lapsed is not None:  # what came later was read, and changed nothing to the delay
            return {"state": ClockState.ELAPSED, "ended_at": lapsed.at}
        if given is not None:
            return ended_by(given, end_of(date.fromisoformat(asked.data["due_on"])))
        return stopped_by(story)


def _about(story: Story, kind: str, opinion: str) -> Fact | None:
    return next((fact for fact in story.all(kind) if fact.data["opinion"] == opinion), None)

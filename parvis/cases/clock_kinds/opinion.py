"""The opinion asked of another service: by when it is due, and what its silence is worth."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.clocks import ClockKind, Reckoned, clock_kinds, end_of, ended_by, stopped_by
from parvis.cases.models import ClockState, OpinionSilence
from parvis.cases.story import Fact, Story
from parvis.deadlines.sentences import Sentence, sentence
from parvis.deadlines.wording import day_in_words, moment_in_words


@dataclass(frozen=True)
class AskedOpinion:
    """An opinion asked by an agent's gesture, or by the workflow of the procedure."""

    about: str
    at: datetime
    team: str
    due_on: date | None
    due_at: datetime | None
    team_id: int | None = None
    silence: str = ""
    """What its silence is worth; "" when the workflow itself goes on without it."""


@clock_kinds.register
class Opinion(ClockKind):
    """Runs from the request to the opinion; at its end the file goes on without it."""

    code, label = "opinion", gettext_lazy("avis demandé")
    person_label = gettext_lazy("L’avis que nous avons demandé")
    deed = gettext_lazy("Voir si l’avis est venu")
    moved_by = frozenset(
        {"opinion_asked", "opinion_given", "opinion_lapsed", "consulted", "consultation_answered"}
    )
    born_of = frozenset({"opinion_asked", "consulted"})

    def reckon(self, story: Story) -> Iterator[Reckoned]:
        """Yield one clock an opinion asked."""
        for asked in asked_opinions(story):
            end = _end(story, asked)
            yield Reckoned(
                kind=self.code,
                about=asked.about,
                started_at=asked.at,
                due_on=asked.due_on,
                due_at=asked.due_at,
                next_step_at=asked.due_at if asked.silence and not end else None,
                **end,
            )

    def explain(self, story: Story, about: str) -> list[Sentence]:
        """Return the reasoning: when it was asked, of whom, what its silence is worth, and whether it came."""
        asked = next((one for one in asked_opinions(story) if one.about == about), None)
        if asked is None:
            return []
        told = [_question(asked)]
        given = _answer(story, about)
        if given:
            told.append(
                sentence("opinion-given", "", _("Avis rendu le %(day)s."), day=day_in_words(given.on))
            )
        return told


def asked_opinions(story: Story) -> Iterator[AskedOpinion]:
    """Yield every opinion asked on a case."""
    for fact in story.all("opinion_asked"):
        due_on = date.fromisoformat(fact.data["due_on"])
        yield AskedOpinion(
            fact.data["opinion"],
            fact.at,
            fact.data["team_name"],
            due_on,
            end_of(due_on),
            fact.data.get("team"),
            fact.data["silence"],
        )
    for fact in story.all("consulted"):
        for one in fact.data.get("asked", ()) if fact.data.get("kind") == "opinion" else ():
            due_at = datetime.fromisoformat(one["due_at"]) if one["due_at"] else None
            yield AskedOpinion(one["opinion"], fact.at, one["team_name"], None, due_at, one.get("team"))


def _question(asked: AskedOpinion) -> Sentence:
    facts = {"team": asked.team, "asked": day_in_words(timezone.localdate(asked.at))}
    if asked.due_at is None:
        return sentence("opinion", "", _("Avis demandé à %(team)s le %(asked)s."), **facts)
    due = day_in_words(asked.due_on) if asked.due_on else moment_in_words(timezone.localtime(asked.due_at))
    silence = str(OpinionSilence(asked.silence).label) if asked.silence else ""
    said = _("Avis demandé à %(team)s le %(asked)s, à rendre au plus tard le %(due)s. %(silence)s")
    return sentence("opinion", "", said, due=due, silence=silence, **facts)


def _answer(story: Story, about: str) -> Fact | None:
    given = [fact for fact in story.all("opinion_given") if fact.data["opinion"] == about]
    given += [
        fact
        for fact in story.all("consultation_answered")
        if fact.data.get("consultation") == about and fact.data.get("state") != "delegated"
    ]
    return given[0] if given else None


def _end(story: Story, asked: AskedOpinion) -> dict[str, Any]:
    lapsed = [fact for fact in story.all("opinion_lapsed") if fact.data["opinion"] == asked.about]
    if lapsed:  # what came later was read, and changed nothing to the delay
        return {"state": ClockState.ELAPSED, "ended_at": lapsed[0].at}
    given = _answer(story, asked.about)
    return ended_by(given, asked.due_at) if given else stopped_by(story)

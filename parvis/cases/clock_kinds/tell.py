"""A last day that moved, to be told by hand to whom no notice reaches. No text sets a delay: the platform does."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.clocks import ClockKind, Reckoned, clock_kinds, end_of, ended_by, stopped_by
from parvis.cases.story import Fact, Story
from parvis.deadlines.holidays_fr import PublicHolidays
from parvis.deadlines.sentences import Sentence, sentence
from parvis.deadlines.wording import day_in_words
from parvis.deadlines.working_days import count_days, is_working_day

WITHIN = 2
"""Working days (« jours ouvrés »)."""


@clock_kinds.register
class Tell(ClockKind):
    """Runs from the move of a last day to the next letter or call written in the case; one clock an outage."""

    code, label = "tell", gettext_lazy("personne à prévenir")
    deed = gettext_lazy(
        "Prévenir la personne par courrier ou par téléphone : une panne a repoussé son dernier jour"
    )
    moved_by = frozenset({"outage", "outage_dismissed", "message"})
    born_of = frozenset({"outage"})

    def reckon(self, story: Story) -> Iterator[Reckoned]:
        """Yield one clock for each outage of which no notice could leave by itself."""
        for key, moved in _moved(story).items():
            due = _last_day(story, moved)
            told = next((fact for fact in story.facts if fact.at > moved.at and _tells(fact)), None)
            end = ended_by(told, end_of(due)) if told else stopped_by(story)
            yield Reckoned(
                kind=self.code, about=key, started_at=moved.at, due_on=due, due_at=end_of(due), **end
            )

    def explain(self, story: Story, about: str) -> list[Sentence]:
        """Return the reasoning of one of them."""
        moved = _moved(story).get(about)
        if moved is None:
            return []
        by = {"post": _("par courrier"), "phone": _("par téléphone")}[moved.data["by_hand"]]
        said = _(
            "Une panne a repoussé un dernier jour de la personne, et aucun message ne peut lui parvenir tout seul. "
            "Depuis le %(day)s, vous avez deux jours ouvrés pour la prévenir %(by)s : au plus tard le %(due)s. Le "
            "message que vous écrivez dans la demande le prouve. C’est un repère du service, aucun texte ne l’impose."
        )
        facts = {"day": day_in_words(moved.on), "by": by, "due": day_in_words(_last_day(story, moved))}
        return [sentence("tell", "", said, **facts)]


def _moved(story: Story) -> dict[str, Fact]:
    """Return what moved a last day and could not be written by itself, by outage: the first word counts."""
    found: dict[str, Fact] = {}
    for fact in story.all("outage"):
        if fact.data.get("by_hand") and fact.data.get("moved"):
            found.setdefault(str(fact.data["outage"]), fact)
    return found


def _last_day(story: Story, moved: Fact) -> date:
    holidays = PublicHolidays(story.territory)
    return count_days(moved.on, WITHIN, lambda day: is_working_day(day, holidays))


def _tells(fact: Fact) -> bool:
    return fact.kind == "message" and fact.data.get("direction") == "outbound"

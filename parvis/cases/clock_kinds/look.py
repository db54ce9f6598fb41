"""What the person sent after we asked for it, to be looked at by an agent. No text sets a delay: the platform does."""

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
_CAME = ("pieces_received", "mended")
_LOOKED = frozenset(
    {"looked", "pieces_asked", "mend_asked", "opinion_asked", "transferred", "decided", "closed"}
)


@clock_kinds.register
class Look(ClockKind):
    """Runs from the last piece that came to the next gesture of the service; one clock a request."""

    code, label = "look", gettext_lazy("pièces reçues à regarder")
    deed = gettext_lazy("Regarder ce que la personne a envoyé")
    moved_by = frozenset({*_CAME, "looked", "pieces_asked", "mend_asked", "opinion_asked", "message"})
    born_of = frozenset(_CAME)

    def reckon(self, story: Story) -> Iterator[Reckoned]:
        """Yield one clock for each request that was answered whole."""
        for came in _came(story):
            due = _last_day(story, came)
            looked = next((fact for fact in story.facts if fact.at > came.at and _shows_a_look(fact)), None)
            yield Reckoned(
                kind=self.code,
                about=str(came.data.get("request", "")),
                started_at=came.at,
                due_on=due,
                due_at=end_of(due),
                **(ended_by(looked, end_of(due)) if looked else stopped_by(story)),
            )

    def explain(self, story: Story, about: str) -> list[Sentence]:
        """Return the reasoning of one of them."""
        came = next((fact for fact in _came(story) if str(fact.data.get("request", "")) == about), None)
        if came is None:
            return []
        said = _(
            "La personne a envoyé le %(came)s ce qui lui était demandé : à regarder sous deux jours ouvrés, au plus "
            "tard le %(due)s. C’est un repère du service, aucun texte ne l’impose."
        )
        facts = {"came": day_in_words(came.on), "due": day_in_words(_last_day(story, came))}
        return [sentence("look", "", said, **facts)]


def _came(story: Story) -> list[Fact]:
    """Return what came whole; twice for one request, the first counts."""
    found: dict[str, Fact] = {}
    for fact in story.all(*_CAME):
        if fact.data.get("complete", True):
            found.setdefault(str(fact.data.get("request", "")), fact)
    return list(found.values())


def _last_day(story: Story, came: Fact) -> date:
    holidays = PublicHolidays(story.territory)
    return count_days(came.on, WITHIN, lambda day: is_working_day(day, holidays))


def _shows_a_look(fact: Fact) -> bool:
    return fact.kind in _LOOKED or (fact.kind == "message" and fact.data.get("direction") == "outbound")

"""What the person is asked to give or to mend, and by when (CRPA L114-5, L114-5-1, L114-6)."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.clocks import (
    OUTAGES,
    PERSON,
    ClockKind,
    Reckoned,
    clock_kinds,
    end_of,
    ended_by,
    stopped_by,
)
from parvis.cases.story import Fact, Story
from parvis.deadlines.holidays_fr import PublicHolidays
from parvis.deadlines.outages import moved_deadline, outages_that_move
from parvis.deadlines.sentences import Days, Sentence, sentence
from parvis.deadlines.wording import day_in_words


class _Asked(ClockKind):
    """What both share: one clock a request, that ends when all it asks has come."""

    whose = PERSON
    asking: str
    answering: str
    article: str

    def reckon(self, story: Story) -> Iterator[Reckoned]:
        """Yield one clock a request."""
        for asked in story.all(self.asking):
            due = _last_day(story, asked)
            given = self._answer(story, asked)
            end = ended_by(given, end_of(due)) if given else stopped_by(story)
            yield Reckoned(
                kind=self.code,
                about=str(asked.data.get("request", "")),
                started_at=asked.at,
                due_on=due,
                due_at=end_of(due),
                **end,
            )

    def explain(self, story: Story, about: str) -> list[Sentence]:
        """Return the reasoning of one request."""
        asked = next(fact for fact in story.all(self.asking) if str(fact.data.get("request", "")) == about)
        planned, last = date.fromisoformat(asked.data["due_on"]), _last_day(story, asked)
        told = [
            sentence(
                self.code,
                self.article,
                _("Demandé le %(asked)s, à donner au plus tard le %(planned)s."),
                asked=day_in_words(asked.on),
                planned=day_in_words(planned),
            )
        ]
        if last != planned:
            days = Days(asked.on, story.territory)
            failed = days.failures(outages_that_move(planned, story.outages, days.holidays))
            said = _(
                "Notre service était en panne %(failed)s : le dernier jour passe au %(last)s, premier jour ouvré après "
                "la panne."
            )
            told.append(sentence("outage", "", said, failed=failed, last=day_in_words(last)))
        return told

    def _answer(self, story: Story, asked: Fact) -> Fact | None:
        request = asked.data.get("request")
        given = [
            fact
            for fact in story.all(self.answering)
            if fact.data.get("request") == request and fact.data.get("complete", True)
        ]
        return given[0] if given else None


def _last_day(story: Story, asked: Fact) -> date:
    planned = date.fromisoformat(asked.data["due_on"])
    return moved_deadline(planned, story.outages, PublicHolidays(story.territory))


@clock_kinds.register
class Pieces(_Asked):
    """Missing pieces to give."""

    code, label = "pieces", gettext_lazy("pièces à donner")
    deed = gettext_lazy("Voir si les pièces sont venues")
    person_label = gettext_lazy("Les pièces que nous attendons de vous")
    moved_by = frozenset({"pieces_asked", "pieces_received", *OUTAGES})
    born_of = frozenset({"pieces_asked"})
    asking, answering, article = "pieces_asked", "pieces_received", "CRPA L114-5"


@clock_kinds.register
class Mend(_Asked):
    """A defect of form to mend."""

    code, label = "mend", gettext_lazy("correction à faire")
    deed = gettext_lazy("Voir si la correction est venue")
    person_label = gettext_lazy("La correction que nous attendons de vous")
    moved_by = frozenset({"mend_asked", "mended", *OUTAGES})
    born_of = frozenset({"mend_asked"})
    asking, answering, article = "mend_asked", "mended", "CRPA L114-6"

"""What a team owes those who wait for it, from the arrival of a case there: « look every 2 days, answer within 8 »."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from parvis.cases.clocks import clock_kinds
from parvis.cases.commitments import INTERNAL_SCOPE, Commitment, commitment_from
from parvis.cases.level_clock import ANSWERS, MOVED_BY, LevelClock, Target, is_outbound
from parvis.cases.story import Fact, Story
from parvis.deadlines.targets import Span

LOOKS = frozenset(
    {"looked", "note", "assigned", "prioritised", "pieces_asked", "mend_asked", "opinion_asked"}
)
"""Entries that only an agent makes, and which show that the case was looked at."""


class _Owed(LevelClock):
    """What the three share: one stay of the case in the team that owes."""

    target: str

    def targets(self, story: Story) -> list[Target]:
        """Return the targets of every stay of the case in a team with an internal agreement."""
        return [
            target
            for about, fact, left in _stays(story)
            if fact.data.get(self.target)
            for target in self.of_stay(story, about, fact, left)
        ]

    def of_stay(self, story: Story, about: str, arrived: Fact, left: Fact | None) -> Sequence[Target]:
        """Return the targets of one stay, that ended with the fact ``left``."""
        raise NotImplementedError

    def owed(self, story: Story, arrived: Fact) -> tuple[Commitment, Span]:
        """Return what was committed for a stay, and the length of this target."""
        return commitment_from(story, arrived.data), Span.parse(arrived.data[self.target])


@clock_kinds.register
class TeamLook(_Owed):
    """Runs from the arrival, then from each look of an agent, to the next one."""

    code, label = "team_look", _("regard du service")
    deed = _("Regarder la demande")
    target = "look_every"
    moved_by = MOVED_BY | LOOKS
    repeats = True

    def of_stay(self, story: Story, about: str, arrived: Fact, left: Fact | None) -> list[Target]:
        """Return a target a look: the last one runs as long as the case stays."""
        commitment, span = self.owed(story, arrived)
        looks = [fact for fact in _during(story, arrived, left) if fact.kind in LOOKS or is_outbound(fact)]
        starts, ends = [arrived, *looks], [*looks, left]
        return [
            Target(commitment, start.at, span, end, f"{about}.{rank}")
            for rank, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)
        ]


@clock_kinds.register
class TeamAnswer(_Owed):
    """Runs from the arrival to the first answer given from there: to the person, in a note, or by handing on."""

    code, label = "team_answer", _("réponse du service")
    deed = _("Répondre, ou dire où l’on en est")
    target = "first_answer"
    moved_by = MOVED_BY | {"note"}

    def of_stay(self, story: Story, about: str, arrived: Fact, left: Fact | None) -> list[Target]:
        """Return the target of the stay."""
        commitment, span = self.owed(story, arrived)
        said = [
            fact
            for fact in _during(story, arrived, left)
            if fact.kind in ANSWERS | {"note"} or is_outbound(fact)
        ]
        return [Target(commitment, arrived.at, span, said[0] if said else left, about)]


@clock_kinds.register
class TeamResolution(_Owed):
    """Runs from the arrival of the case to its leaving, or its end."""

    code, label = "internal", _("engagement entre services")
    deed = _("Finir, ou transmettre")
    target = "resolution"

    def of_stay(self, story: Story, about: str, arrived: Fact, left: Fact | None) -> list[Target]:
        """Return the target of the stay."""
        commitment, span = self.owed(story, arrived)
        return [Target(commitment, arrived.at, span, left, about)]


def _stays(story: Story) -> Iterator[tuple[str, Fact, Fact | None]]:
    """Yield each stay under an internal agreement: what tells it apart, the arrival, what ended it."""
    arrivals = [fact for fact in story.all("committed") if fact.data.get("scope") == INTERNAL_SCOPE]
    for rank, arrived in enumerate(arrivals, start=1):
        left = [moved for moved in story.all("transferred") if moved.at > arrived.at]
        yield f"{arrived.data['team']}.{rank}", arrived, left[0] if left else story.ending


def _during(story: Story, arrived: Fact, left: Fact | None) -> Iterator[Fact]:
    """Yield the facts of a stay, those of its first and last moments left out."""
    for fact in story.facts:
        if fact.at > arrived.at and (left is None or fact.at < left.at):
            yield fact

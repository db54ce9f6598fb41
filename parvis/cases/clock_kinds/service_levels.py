"""What a body committed to before a person: a first answer, the next ones, an end."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from parvis.cases.clocks import clock_kinds
from parvis.cases.commitments import commitment_of
from parvis.cases.level_clock import ANSWERS, LevelClock, Target, is_outbound
from parvis.cases.story import Fact, Story


@clock_kinds.register
class FirstAnswer(LevelClock):
    """Runs from the receipt by the body in charge to its first word to the person."""

    code, label = "first_answer", _("première réponse")
    person_label = _("Notre première réponse")
    deed = _("Donner une première réponse")
    pledge = _("donner une première réponse")

    def targets(self, story: Story) -> list[Target]:
        """Return the target of a case with a commitment to a first answer."""
        commitment = commitment_of(story)
        span = commitment.span("first_answer") if commitment else None
        if commitment is None or span is None:
            return []
        return [Target(commitment, story.seized_at, span, _first_answer(story))]


@clock_kinds.register
class NextAnswer(LevelClock):
    """Runs from a message of the person to the answer it waits for; one clock an exchange."""

    code, label = "next_answer", _("réponse suivante")
    person_label = _("Notre réponse à votre message")
    deed = _("Répondre au dernier message")
    pledge = _("répondre au dernier message")
    repeats = True

    def targets(self, story: Story) -> list[Target]:
        """Return a target for each time the person waited."""
        commitment = commitment_of(story)
        span = commitment.span("next_answer") if commitment else None
        if commitment is None or span is None:
            return []
        return [
            Target(commitment, asked.at, span, answered, str(rank))
            for rank, (asked, answered) in enumerate(_exchanges(story), start=1)
        ]


@clock_kinds.register
class Resolution(LevelClock):
    """Runs from the receipt by the body in charge to the end of the case."""

    code, label = "resolution", _("résolution")
    person_label = _("La fin de votre demande")
    deed = _("Terminer la demande")
    pledge = _("terminer la demande")

    def targets(self, story: Story) -> list[Target]:
        """Return the target of a case with a commitment to an end."""
        commitment = commitment_of(story)
        span = commitment.span("resolution") if commitment else None
        if commitment is None or span is None:
            return []
        end = story.ending if story.ending and story.ending.kind in ANSWERS else None
        return [Target(commitment, story.seized_at, span, end)]


def _first_answer(story: Story) -> Fact | None:
    """Return the first answer since the body in charge received the demand."""
    answers = [fact for fact in story.facts if fact.kind in ANSWERS or is_outbound(fact)]
    return next((fact for fact in answers if fact.at >= story.seized_at), None)


def _exchanges(story: Story) -> Iterator[tuple[Fact, Fact | None]]:
    """Yield each first unanswered message of the person with the answer that came, None while it is awaited."""
    asked: Fact | None = None
    for fact in story.facts:
        if fact.kind == "message" and fact.data.get("direction") == "inbound":
            asked = asked or fact
        elif asked is not None and (fact.kind in ANSWERS or is_outbound(fact)):
            yield asked, fact
            asked = None
    if asked is not None:
        yield asked, None

"""Until when the person may contest what was decided (CJA R421-1, R421-2, R421-5; CRPA L232-4)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.clocks import OUTAGES, PERSON, ClockKind, Reckoned, clock_kinds, end_of
from parvis.cases.models import Outcome
from parvis.cases.story import Fact, Story
from parvis.deadlines.explanation import explain_appeal
from parvis.deadlines.opposability import Opposability, opposability
from parvis.deadlines.sentences import Sentence, sentence
from parvis.deadlines.silence import Regime
from parvis.documents.letters import MENTIONS

_UNFAVOURABLE = frozenset({Outcome.REFUSED, Outcome.PARTLY_GRANTED})


@clock_kinds.register
class Appeal(ClockKind):
    """Runs once an unfavourable decision was taken, or an implied rejection was born."""

    code, label = "appeal", gettext_lazy("recours devant le juge")
    person_label = gettext_lazy("Contester la décision devant le juge")
    whose = PERSON
    moved_by = frozenset({"decided", "implied", "reasons_asked", "reasons_given", *OUTAGES})
    born_of = frozenset({"decided", "implied"})

    def reckon(self, story: Story) -> Iterator[Reckoned]:
        """Yield the clock; without last day while nobody knows when a letter was received, or reasons are awaited."""
        decided = contested(story)
        if decided is None:
            return
        course = story.course
        last = course.last_day_to_appeal if _is_dated(decided) else None
        yield Reckoned(
            kind=self.code, started_at=decided.at, due_on=last, due_at=end_of(last) if last else None
        )

    def explain(self, story: Story, about: str) -> list[Sentence]:  # noqa: ARG002 - a case has one
        """Return the reasoning of the last day to appeal, then whether it can be opposed to the person."""
        decided = contested(story)
        if decided is None or _is_dated(decided):
            told = explain_appeal(story.demand, story.course)
        else:
            told = [_from_the_letter()]
        return [*told, _opposed(story)]


def _from_the_letter() -> Sentence:
    person = _("Vous avez deux mois francs pour contester, à partir du jour où vous recevez la lettre.")
    agent = _(
        "La décision part par lettre : les deux mois francs du recours partent du jour où elle est reçue."
    )
    return sentence("appeal", "CJA R421-1, R421-5", person, agent)


def opposability_of(story: Story) -> Opposability:
    """Return whether the limits of appeal of a case can be opposed to its person, and why not (CRPA L112-6)."""
    given, decided = story.first("acknowledged"), story.last("decided")
    return opposability(
        acknowledged_on=given.on if given else None,
        missing_mentions=[str(MENTIONS[code]) for code in (given.data.get("lacks", []) if given else [])],
        decided_on=decided.on if decided else None,
        implied_on=story.course.silence.ends_on if story.course.silence else None,
        owed=story.facts[0].data.get("receipt_owed", True),
    )


def _opposed(story: Story) -> Sentence:
    found = opposability_of(story)
    if found.opposable:
        return sentence(
            "opposable",
            "CRPA L112-6",
            _("Passé ce délai, le juge peut refuser d’examiner votre contestation."),
            _("Ce délai peut être opposé à la personne."),
        )
    return sentence(
        "not-opposable",
        "CRPA L112-6",
        _("Ce délai ne peut pas vous être opposé. %(why)s"),
        _("Ce délai ne peut pas être opposé à la personne. %(why)s"),
        why=" ".join(found.why_not),
    )


def contested(story: Story) -> Fact | None:
    """Return what may be contested: the express decision when it is unfavourable, else an implied rejection."""
    decided = story.last("decided")
    if decided is not None:
        return decided if decided.data.get("outcome") in _UNFAVOURABLE else None
    return story.implied if story.implied and story.demand.regime == Regime.SVR else None


def _is_dated(decided: Fact) -> bool:
    """Say whether the day the person learnt of it is known: a posted letter is only dated by its receipt."""
    return decided.kind == "implied" or bool(decided.data.get("notified"))

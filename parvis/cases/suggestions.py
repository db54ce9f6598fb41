"""What is suggested for something to sort, and why: read from what its body learnt."""

from dataclasses import dataclass

from parvis.cases.learning import Judge, Learnt, words_of
from parvis.cases.models import LearntSorting


@dataclass(frozen=True)
class Suggestion:
    """A procedure (its code), a team (its id) or a priority suggested; its words; how often it was right.

    Of the latest ``tested`` ended demands, kept apart when learning, ``hits`` would have been right.
    """

    target: str
    value: str
    words: tuple[str, ...]
    hits: int
    tested: int


def learnt_by(organisation_id: int) -> LearntSorting | None:
    """Return what a body learnt, None when it asked for nothing."""
    return LearntSorting.objects.filter(pk=organisation_id).first()


def suggested(organisation_id: int, text: str) -> dict[str, Suggestion]:
    """Return what is suggested for a text, by target; nothing where the body learnt nothing that helps."""
    known = learnt_by(organisation_id)
    if known is None or not known.counts:
        return {}
    words, found = words_of(text), {}
    for target, document in known.counts.items():
        learnt = Learnt(**document)
        best = Judge(learnt).guess(words) if learnt.helps else None
        if best is not None:
            found[target] = Suggestion(target, best.label, best.words, learnt.hits, learnt.tested)
    return found


def measures(known: LearntSorting) -> dict[str, Learnt]:
    """Return how what was learnt did, by target."""
    return {target: Learnt(**document) for target, document in known.counts.items()}

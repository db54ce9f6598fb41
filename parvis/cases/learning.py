"""A naive Bayes classifier over the words of demands, whose every suggestion names the words that weighed.

Counts and logarithms, and nothing else: no library, no outside service, the same result for the same demands. Pure:
reading cases and keeping counts is in ``services/learning.py``.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from math import log
from typing import Any

from parvis.cases.qualifying import plain

SHARED_BY = 5
"""Demands in which a word must be to be kept: a name or an address of one person is not learnt."""
LEAST_OF_EACH = 5
"""Demands of a class below which it is never suggested."""
LEAST = 50
"""Ended demands below which nothing is learnt."""
HELD_OUT = 5
"""One demand out of so many, the latest, is kept apart to measure the suggestions."""
MOST_WORDS = 3000
_SMOOTHING = 0.5
_EVERYWHERE = 0.8
"""A word in more than this part of the demands says nothing."""
_SHOWN = 5


@dataclass(frozen=True)
class Example:
    """An ended demand: its words, and what it turned out to be."""

    words: frozenset[str]
    label: str


@dataclass
class Learnt:
    """What was learnt of one target: demands by class, demands by word and class; how it did on what was kept apart.

    ``tested`` demands of which ``hits`` were right; always answering the most usual class would be right ``usual``
    times.
    """

    classes: dict[str, int] = field(default_factory=dict)
    words: dict[str, dict[str, int]] = field(default_factory=dict)
    tested: int = 0
    hits: int = 0
    usual: int = 0

    @property
    def helps(self) -> bool:
        """Say whether suggestions do better than always answering the most usual class."""
        return self.hits > self.usual

    def as_document(self) -> dict[str, Any]:
        """Return what is stored."""
        return asdict(self)


@dataclass(frozen=True)
class Guess:
    """A class suggested, and the words that weighed most for it, the heaviest first."""

    label: str
    words: tuple[str, ...]


def words_of(text: str, *, without: Iterable[str] = ()) -> frozenset[str]:
    """Return the words of a text that may be learnt: letters only, three at least, none of ``without`` (names)."""
    left_out = {word for each in without for word in plain(each).split()}
    return frozenset(
        word
        for word in plain(text).split()
        if word.isalpha() and 3 <= len(word) <= 30 and word not in left_out
    )


def learn(examples: Sequence[Example]) -> Learnt:
    """Return what is learnt of demands, the oldest first; measured on the latest ones, learnt from the others."""
    apart = len(examples) // HELD_OUT
    earlier, later = examples[: len(examples) - apart], examples[len(examples) - apart :]
    whole, tried = _counted(examples), Judge(_counted(earlier))
    for example in later:
        found = tried.guess(example.words)
        whole.tested += 1
        whole.hits += (found.label if found else tried.usual) == example.label
        whole.usual += tried.usual == example.label
    return whole


class Judge:
    """What was learnt, its weights computed once. ``usual`` is the most usual class, "" without any."""

    def __init__(self, learnt: Learnt) -> None:
        self._words = learnt.words
        self._weights = {label: _Weights(learnt, label) for label in sorted(learnt.classes)}
        self.usual = max(sorted(learnt.classes), key=lambda label: learnt.classes[label], default="")

    def guess(self, words: Collection[str]) -> Guess | None:
        """Return the likeliest class of a text; None when no word of it is known, or there is nothing to choose."""
        known = [word for word in words if word in self._words]
        if not known or len(self._weights) < 2:
            return None
        scores = {
            label: weight.prior + sum(weight.of(word) for word in known)
            for label, weight in self._weights.items()
        }
        best = max(scores, key=lambda label: scores[label])
        return Guess(best, self._reasons(best, known))

    def _reasons(self, best: str, known: Iterable[str]) -> tuple[str, ...]:
        others = [weight for label, weight in self._weights.items() if label != best]
        said = {
            word: self._weights[best].of(word) - max(other.of(word) for other in others) for word in known
        }
        for_it = sorted((word for word in said if said[word] > 0), key=lambda word: (-said[word], word))
        return tuple(for_it[:_SHOWN])


class _Weights:
    """The weight of each word for one class, in logarithms."""

    def __init__(self, learnt: Learnt, label: str) -> None:
        counts = {word: by.get(label, 0) for word, by in learnt.words.items()}
        every = sum(counts.values()) + _SMOOTHING * len(counts)
        self._weights = {word: log((count + _SMOOTHING) / every) for word, count in counts.items()}
        self.prior = log(learnt.classes[label] / sum(learnt.classes.values()))

    def of(self, word: str) -> float:
        """Return how much a word speaks for the class."""
        return self._weights[word]


def _counted(examples: Sequence[Example]) -> Learnt:
    counted = Counter(example.label for example in examples if example.label)
    classes = {label: number for label, number in counted.items() if number >= LEAST_OF_EACH}
    kept = [example for example in examples if example.label in classes]
    seen = Counter(word for example in kept for word in example.words)
    common = [
        word
        for word, number in seen.most_common()
        if number >= SHARED_BY and number <= max(len(kept) * _EVERYWHERE, SHARED_BY)
    ][:MOST_WORDS]
    words: dict[str, dict[str, int]] = {word: {} for word in common}
    for example in kept:
        for word in example.words & words.keys():
            words[word][example.label] = words[word].get(example.label, 0) + 1
    return Learnt(classes, words)

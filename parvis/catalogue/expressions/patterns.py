"""The patterns of ``matches``: a part of regular expressions, run in a time that the text's length bounds.

Python, JavaScript and Rust disagree on details and, for two of them, may take for ever on a bad pattern. A pattern
is compiled here once to a small machine of states, which the page gets ready made and runs the same way. Kept:
letters, ``.``, classes, ``\\d \\w \\s`` (of ASCII), groups, ``|``, ``? * + {n} {n,} {n,m}``, ``^`` and ``$`` (of the
whole text). Letters are code points; case counts.

A state is a list: ``["c", ranges, negated, next]`` takes a character, ``["s", next, next]`` goes both ways,
``["^", next]`` and ``["$", next]`` pass only at an end, ``["m"]`` says that the pattern is found.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from parvis.catalogue.expressions.errors import BadPattern

MOST_STATES = 300
MOST_REPEATS = 100
MOST_TURNS = 3000
DEEPEST = 20
_KEPT_STEPS = 2000
State: TypeAlias = list[Any]
Ranges: TypeAlias = list[list[int]]
_CLASSES: dict[str, Ranges] = {
    "d": [[48, 57]],
    "w": [[48, 57], [65, 90], [95, 95], [97, 122]],
    "s": [[9, 13], [32, 32]],
}
_NOT_CLASSES = {"D": "d", "W": "w", "S": "s"}
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t"}
_SPECIAL = frozenset("\\^$.|?*+()[]{}-/")
Fragment: TypeAlias = Callable[[int], int]
"""What adds states that lead to a given one, and returns where it begins."""


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern: its states, the first of them. Found steps are kept, as a regular engine's table."""

    source: str
    states: tuple[State, ...]
    start: int
    _steps: dict[tuple[frozenset[int], str], frozenset[int]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def found_in(self, text: str) -> bool:
        """Return whether some part of the text follows the pattern."""
        last = len(text)
        current = self._reached({self.start}, 0, last)
        for place, letter in enumerate(text, start=1):
            if self._is_found(current):
                return True
            current = self._step(current, letter, place, last)
        return self._is_found(current)

    def for_page(self) -> dict[str, Any]:
        """Return the states as the page is given them."""
        return {"states": list(self.states), "start": self.start}

    def _is_found(self, states: frozenset[int]) -> bool:
        return any(self.states[state][0] == "m" for state in states)

    def _step(self, current: frozenset[int], letter: str, place: int, last: int) -> frozenset[int]:
        """Return the states after one more letter; a new attempt begins at every place."""
        middle = place < last
        kept = self._steps.get((current, letter)) if middle else None
        if kept is not None:
            return kept
        code = ord(letter)
        taken = {self.start}
        for state in current:
            found = self.states[state]
            if found[0] == "c" and any(low <= code <= high for low, high in found[1]) != found[2]:
                taken.add(found[3])
        reached = self._reached(taken, place, last)
        if middle and len(self._steps) < _KEPT_STEPS:
            self._steps[current, letter] = reached
        return reached

    def _reached(self, states: set[int], place: int, last: int) -> frozenset[int]:
        """Return these states and those that need no letter more."""
        seen: set[int] = set()
        waiting = list(states)
        while waiting:
            state = waiting.pop()
            if state in seen:
                continue
            seen.add(state)
            kind, *rest = self.states[state]
            if kind == "s":
                waiting += rest
            elif (kind == "^" and place == 0) or (kind == "$" and place == last):
                waiting.append(rest[0])
        return frozenset(seen)


@lru_cache(maxsize=1024)
def compile_pattern(source: str) -> Pattern:
    """Compile a pattern. Raises BadPattern with a sentence for the builder."""
    reader = _Reader(source)
    fragment = reader.alternatives()
    if reader.place < len(source):
        raise reader.refused()
    found = reader.add(["m"])
    start = fragment(found)
    return Pattern(source, tuple(reader.states), start)


class _Reader:
    """Reads a pattern from left to right; states are added from its end, since each names the one after it."""

    def __init__(self, source: str) -> None:
        self.source, self.place, self.states = source, 0, list[State]()
        self.depth = self.turns = 0

    def add(self, state: State) -> int:
        """Add a state and return its number."""
        if len(self.states) >= MOST_STATES:
            raise self._too_much()
        self.states.append(state)
        return len(self.states) - 1

    def refused(self) -> BadPattern:
        """Return what is said of a pattern that does not read."""
        return BadPattern(
            _("Le modèle « %(pattern)s » ne se lit pas (caractère %(place)d).")
            % {"pattern": self.source[:60], "place": self.place + 1}
        )

    def _too_much(self) -> BadPattern:
        return BadPattern(_("Ce modèle est trop compliqué : demandez moins de répétitions."))

    def _turn(self) -> None:
        """Count a repetition: those of nothing add no state."""
        self.turns += 1
        if self.turns > MOST_TURNS:
            raise self._too_much()

    def _next(self) -> str:
        return self.source[self.place : self.place + 1]

    def _take(self) -> str:
        letter = self._next()
        if not letter:
            raise self.refused()
        self.place += 1
        return letter

    def _skip(self, text: str) -> bool:
        found = self.source.startswith(text, self.place)
        self.place += len(text) if found else 0
        return found

    def alternatives(self) -> Fragment:
        """Read « a|b »."""
        choices = [self._sequence()]
        while self._skip("|"):
            choices.append(self._sequence())

        def build(after: int) -> int:
            start = choices[-1](after)
            for choice in reversed(choices[:-1]):
                start = self.add(["s", choice(after), start])
            return start

        return build

    def _sequence(self) -> Fragment:
        parts = []
        while self._next() not in ("", "|", ")"):
            parts.append(self._repeated(self._one()))

        def build(after: int) -> int:
            for part in reversed(parts):
                after = part(after)
            return after

        return build

    def _one(self) -> Fragment:
        letter = self._take()
        if letter == "(":
            if self._next() == "?" and not self._skip("?:"):
                raise self.refused()
            self.depth += 1
            if self.depth > DEEPEST:
                raise self._too_much()
            inner = self.alternatives()
            self.depth -= 1
            if not self._skip(")"):
                raise self.refused()
            return inner
        if letter in "^$":
            return lambda after: self.add([letter, after])
        if letter == "[":
            ranges, negated = self._class()
        elif letter == ".":
            ranges, negated = [[10, 10]], True
        elif letter == "\\":
            ranges, negated = self._escape()
        elif letter in "*+?{}]":
            self.place -= 1
            raise self.refused()
        else:
            ranges, negated = [[ord(letter)] * 2], False
        return lambda after: self.add(["c", ranges, negated, after])

    def _escape(self) -> tuple[Ranges, bool]:
        letter = self._take()
        if letter in _CLASSES:
            return _CLASSES[letter], False
        if letter in _NOT_CLASSES:
            return _CLASSES[_NOT_CLASSES[letter]], True
        if letter not in _SPECIAL and letter not in _CONTROLS:
            self.place -= 1
            raise self.refused()
        return [[ord(_CONTROLS.get(letter, letter))] * 2], False

    def _class(self) -> tuple[Ranges, bool]:
        negated, ranges = self._skip("^"), list[list[int]]()
        while not self._skip("]"):
            low = self._in_class()
            if len(low) == 1 and self._next() == "-" and self.source[self.place + 1 : self.place + 2] != "]":
                self.place += 1
                high = self._in_class()
                if len(high) != 1 or high[0][0] < low[0][0] or low[0][0] != low[0][1]:
                    raise self.refused()
                low = [[low[0][0], high[0][1]]]
            ranges += low
        if not ranges:
            raise self.refused()
        return ranges, negated

    def _in_class(self) -> Ranges:
        letter = self._take()
        if letter == "[":  # « [[:alpha:]] » and nested classes mean other things elsewhere
            raise self.refused()
        if letter != "\\":
            return [[ord(letter)] * 2]
        ranges, negated = self._escape()
        if negated:
            raise self.refused()
        return ranges

    def _repeated(self, part: Fragment) -> Fragment:
        least, most = self._times()
        if (least, most) == (1, 1):
            return part
        if (
            self._next() and self._next() in "*+?{"
        ):  # lazy and possessive: the same answer, read otherwise elsewhere
            raise self.refused()

        def build(after: int) -> int:
            if most is None:
                loop = self.add(["s", 0, after])
                self.states[loop][1] = part(loop)
                after = loop
            for _time in range((most or least) - least):
                self._turn()
                after = self.add(["s", part(after), after])
            for _time in range(least):
                self._turn()
                after = part(after)
            return after

        return build

    def _times(self) -> tuple[int, int | None]:
        """Read how many times, None for as many as one wants."""
        simple: dict[str, tuple[int, int | None]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}
        if self._next() in simple:
            return simple[self._take()]
        if not self._skip("{"):
            return 1, 1
        inside, found, rest = self.source[self.place :].partition("}")
        low, comma, high = inside.partition(",")
        if not found or not _digits(low) or (high and not _digits(high)):
            raise self.refused()
        least, most = int(low), int(high) if high else (None if comma else int(low))
        if least > MOST_REPEATS or (most is not None and not least <= most <= MOST_REPEATS) or most == 0:
            raise self.refused()
        self.place = len(self.source) - len(rest)
        return least, most


def _digits(text: str) -> bool:
    return 0 < len(text) <= 3 and text.isascii() and text.isdigit()

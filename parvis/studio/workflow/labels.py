"""Where the words of arrows stand in a drawing: each beside the upper end of its arrow, none over another."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

ROWS, FIRST, STEP = 4, 18, 22
"""Rows of words between two layers of boxes; how far below a box the first one stands, and the next, in pixels."""
LETTER, AIR = 6.6, 10
"""Width of a letter on average, and what is left between two words, in pixels."""
Place = tuple[float, float]
Key = TypeVar("Key", bound=Hashable)


def placed(ends: Mapping[Key, Place], words: Mapping[Key, str]) -> dict[Key, Place]:
    """Return where the middle of each words stands, given the upper end of its arrow.

    From left to right under a layer of boxes, each takes the row where it has to be pushed aside the least.
    """
    found: dict[Key, Place] = {}
    taken: dict[tuple[float, int], float] = {}  # by layer and row, where the last words end
    for key, (x, y) in sorted(ends.items(), key=lambda one: (one[1][1], one[1][0])):
        half = wide(words[key]) / 2
        pushed = {row: max(taken.get((y, row), 0.0) + AIR + half - x, 0.0) for row in range(ROWS)}
        row = min(pushed, key=lambda each: (pushed[each], each))
        at = round(x + pushed[row])
        taken[y, row] = at + half
        found[key] = (at, y + FIRST + STEP * row)
    return found


def wide(text: str) -> float:
    """Return how wide words are drawn, about."""
    return len(text) * LETTER

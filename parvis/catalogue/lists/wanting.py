"""The copies of sources that a page would have liked fresher, noted while it is made.

No page calls the network: it runs in a transaction. It notes what it lacks here; the composition root, once the
transaction is over, has it fetched and the page drawn again (``config/middleware/lists.py``).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

Parameters = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A copy to fetch: a source, and the parameters it is asked with."""

    source_id: int
    parameters: tuple[tuple[str, str], ...]


@dataclass
class Notes:
    """What was wanted while a page was made. ``repeatable``: a page that posts, and may be made again all the same.

    ``answered`` is what was asked of the database for several questions of the page, by name.
    """

    wanted: list[Wanted] = field(default_factory=list)
    repeatable: bool = False
    answered: dict[str, bool] = field(default_factory=dict)


_notes: ContextVar[Notes | None] = ContextVar("parvis_wanted_lists", default=None)


@contextmanager
def noting() -> Iterator[Notes]:
    """Note what is wanted during a block; each copy once."""
    notes = Notes()
    token = _notes.set(notes)
    try:
        yield notes
    finally:
        _notes.reset(token)


def want(source_id: int, parameters: Parameters) -> None:
    """Note that a copy is wanted; nothing happens where nobody takes note (a job, a command)."""
    notes = _notes.get()
    wanted = Wanted(source_id, tuple(sorted(parameters.items())))
    if notes is not None and wanted not in notes.wanted:
        notes.wanted.append(wanted)


def once(name: str, ask: Callable[[], bool]) -> bool:
    """Return a fact that several questions of a page read, asked once; each time where nobody takes note."""
    notes = _notes.get()
    if notes is None:
        return ask()
    if name not in notes.answered:
        notes.answered[name] = ask()
    return notes.answered[name]


def may_be_made_again() -> None:
    """Say that this page, though it posts, only shows itself again: doing it twice changes nothing."""
    notes = _notes.get()
    if notes is not None:
        notes.repeatable = True

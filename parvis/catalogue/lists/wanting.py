"""The copies of sources that a page would have liked fresher, noted while it is made.

No page calls the network: it runs in a transaction. It notes what it lacks here; the composition root, once the
transaction is over, has it fetched and the page drawn again (``config/middleware/lists.py``).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

Parameters = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A copy to fetch: a source, and the parameters it is asked with."""

    source_id: int
    parameters: tuple[tuple[str, str], ...]


_noted: ContextVar[list[Wanted] | None] = ContextVar("parvis_wanted_lists", default=None)


@contextmanager
def noting() -> Iterator[list[Wanted]]:
    """Note what is wanted during a block; each copy once."""
    noted: list[Wanted] = []
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)


def want(source_id: int, parameters: Parameters) -> None:
    """Note that a copy is wanted; nothing happens where nobody takes note (a job, a command)."""
    noted = _noted.get()
    wanted = Wanted(source_id, tuple(sorted(parameters.items())))
    if noted is not None and wanted not in noted:
        noted.append(wanted)


def is_wanting() -> bool:
    """Return whether a copy was wanted since the page began."""
    return bool(_noted.get())

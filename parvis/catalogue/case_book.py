"""The cases that a question may name. They live in a room above, which opens its book here when it starts."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class KnownCase:
    """A case as a question shows it: its number (twelve digits), what it is about, when it was received (in words)."""

    number: str
    title: str
    received: str


class CaseBook(Protocol):
    """What a question about a case needs to know."""

    def read(self, text: str) -> str | None:
        """Return the number that a person typed, None when it cannot be one (check digit)."""
        ...

    def written(self, number: str) -> str:
        """Return a number as it is printed and said."""
        ...

    def own(self, procedures: Collection[str]) -> list[KnownCase]:
        """Return the last cases of the person who acts, of these procedures (of any, when none is named)."""
        ...

    def find(self, number: str) -> tuple[str, KnownCase] | None:
        """Return the procedure and the case of that number, None when there is none that who acts may see."""
        ...


class _Closed:
    """The book before any room opened one: a number is taken as it is."""

    def read(self, text: str) -> str | None:
        return text if text.isascii() and text.isdigit() else None

    def written(self, number: str) -> str:
        return number

    def own(self, procedures: Collection[str]) -> list[KnownCase]:  # noqa: ARG002 - the protocol's
        return []

    def find(self, number: str) -> tuple[str, KnownCase] | None:  # noqa: ARG002 - the protocol's
        return None


_book: CaseBook = _Closed()


def open_book(book: CaseBook) -> None:
    """Take the book of the room of cases. Called once, when it starts."""
    global _book  # noqa: PLW0603 - one book a process, as there is one registry
    _book = book


def book() -> CaseBook:
    """Return the book in use."""
    return _book

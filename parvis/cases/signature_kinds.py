"""Outside signature books: each a file of ``cases/signature_books/`` (guide: docs/guides/how-to-add.md)."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from parvis.common.registry import Registry

SECONDS = 30
"""Time left to a signature book to answer: it takes or gives a whole document."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document to have signed. ``address`` and ``secret`` (its name) are those of the book."""

    key: str
    address: str
    secret: str
    name: str = ""
    sha256: str = ""
    content: bytes = b""
    signers: list[str] = field(default_factory=list)
    text: str = ""
    notice_address: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """What a book says: « waiting », « signed » with the signed PDF and who signed, « refused » with the reason."""

    state: str
    signer: str = ""
    capacity: str = ""
    reason: str = ""
    content: bytes = b""


class SignatureBook:
    """An outside signature book."""

    code: ClassVar[str]
    label: ClassVar[Any]

    def open(self, sheet: Sheet) -> str:
        """Send a document, outside any transaction; return its reference there. The same key is the same document.

        Raises ActionFailed.
        """
        raise NotImplementedError

    def look(self, sheet: Sheet, reference: str) -> Progress:
        """Ask where a document stands, outside any transaction. Raises ActionFailed."""
        raise NotImplementedError


signature_books: Registry[SignatureBook] = Registry(SignatureBook, package="parvis.cases.signature_books")
register = signature_books.register

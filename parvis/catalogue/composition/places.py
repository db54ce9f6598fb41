"""Where things are in a definition: pages by their key, questions by theirs, ``block.key`` inside a block.

Both forms of a definition are looked into: what the person is asked (``form``), what agents are (``agent_form``).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from parvis.common.errors import NotFound

FORM, AGENT_FORM = "form", "agent_form"
PARTS = (FORM, AGENT_FORM)

Document = dict[str, Any]
Pointer = tuple[str | int, ...]


@dataclass(frozen=True)
class PagePlace:
    """A page and the list that holds it."""

    part: str
    index: int
    page: Document
    beside: list[Document]

    @property
    def pointer(self) -> Pointer:
        """Return the path of the page in the definition."""
        return (self.part, "pages", self.index)


@dataclass(frozen=True)
class FieldPlace:
    """A question, the list that holds it, the page it is on, and the block it is in, if any."""

    page: PagePlace
    block: "FieldPlace | None"
    index: int
    field: Document
    beside: list[Document]

    @property
    def address(self) -> str:
        """Return the key of the question, after that of its block."""
        own = str(self.field["key"])
        return f"{self.block.address}.{own}" if self.block else own

    @property
    def pointer(self) -> Pointer:
        """Return the path of the question in the definition."""
        return (*(self.block.pointer if self.block else self.page.pointer), "fields", self.index)


def pages(document: Document, part: str | None = None) -> Iterator[PagePlace]:
    """Yield the pages in order: those of one form, or of both."""
    for name in PARTS if part is None else (part,):
        held = document.get(name, {}).get("pages", [])
        for index, page in enumerate(held):
            yield PagePlace(name, index, page, held)


def fields(document: Document, part: str | None = None) -> Iterator[FieldPlace]:
    """Yield every question in order, each block before what it holds."""
    for page in pages(document, part):
        yield from fields_of(page)


def fields_of(page: PagePlace, block: FieldPlace | None = None) -> Iterator[FieldPlace]:
    """Yield the questions of a page, or of a block on it."""
    held = (block.field if block else page.page).setdefault("fields", [])
    for index, field in enumerate(held):
        place = FieldPlace(page, block, index, field, held)
        yield place
        if "fields" in field:
            yield from fields_of(page, place)


def page_at(document: Document, key: str, part: str = FORM) -> PagePlace:
    """Return a page by its key. Raises NotFound."""
    for place in pages(document, part):
        if place.page["key"] == key:
            return place
    raise NotFound


def field_at(document: Document, address: str) -> FieldPlace:
    """Return a question by its address. Raises NotFound."""
    for place in fields(document):
        if place.address == address:
            return place
    raise NotFound


def json_pointer(path: Pointer) -> str:
    """Return a path as a JSON pointer (RFC 6901)."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)

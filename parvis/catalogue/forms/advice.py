"""What would make a form better, though nothing forbids it: each kind of remark is one file of ``quality/``.

A kind looks at the whole definition and yields advice, each with its place and its reason; ``mend`` is its remedy in
one gesture, where there is one: it changes the definition it is given, which the editing service then keeps.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import get_language

from parvis.catalogue.composition.places import Document, fields, pages
from parvis.catalogue.field_types import FieldType, registry
from parvis.catalogue.remembering import Held
from parvis.common.registry import Registry


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice. ``place`` is a question's address, ``form:key`` of a page, or a key of the definition.

    ``message`` says what to do, ``reason`` why; ``remedy`` is the label of the gesture that does it, empty for none.
    """

    kind: str
    place: str
    message: str
    reason: str
    remedy: str = ""


class AdviceKind:
    """Base of the kinds of advice. A subclass with ``code``, ``label`` and ``look`` is complete."""

    code: ClassVar[str]
    label: ClassVar[str | Promise]

    def look(self, document: Document) -> Iterator[Advice]:
        """Yield the advice on a definition, which may be half written."""
        raise NotImplementedError

    def mend(self, document: Document, place: str) -> None:
        """Do what the advice says at a place. Nothing by default."""

    def advice(self, place: str, message: str, reason: str, remedy: str = "") -> Advice:
        """Return a piece of advice of this kind."""
        return Advice(self.code, place, message, reason, remedy)


kinds: Registry[AdviceKind] = Registry(AdviceKind, package="parvis.catalogue.forms.quality")
register = kinds.register


def advise(document: Document) -> list[Advice]:
    """Return every piece of advice on a definition, place by place as one reads it."""
    order = {name: rank for rank, name in enumerate(_places(document))}
    found = [one for kind in kinds for one in kind.look(document)]
    return sorted(found, key=lambda one: order.get(one.place, -1))


def advise_version(checksum: str, document: Document) -> tuple[Advice, ...]:
    """Return the advice on a definition known by its checksum, worked out once."""
    return _advised(checksum, get_language() or "fr", Held(document))


def texts_of(document: Document) -> Iterator[tuple[str, str, str]]:
    """Yield every text the public reads: the place it belongs to, the name of the text there, the text."""
    for name in ("title", "summary", "who", "cost", "after"):
        if isinstance(document.get(name), str):
            yield name, name, document[name]
    for page in pages(document):
        place = f"{page.part}:{page.page['key']}"
        yield from _own_texts(place, page.page, ("title", "description"))
    for field in fields(document):
        yield from _own_texts(field.address, field.field, ("label", "help", "text"))


def asking(document: Document) -> Iterator[tuple[str, Document, FieldType]]:
    """Yield the questions that ask something: address, definition, type."""
    for place in fields(document):
        code = str(place.field.get("type", ""))
        if code in registry and registry.get(code).asks:
            yield place.address, place.field, registry.get(code)


def _own_texts(place: str, holder: Document, names: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    for name in names:
        text = holder.get(name)
        if isinstance(text, str) and text:
            yield place, name, text


def _places(document: Document) -> Iterator[str]:
    yield from ("title", "summary", "law", "data_notice")
    for page in pages(document):
        yield f"{page.part}:{page.page['key']}"
        yield from (field.address for field in fields(document, page.part) if field.page.index == page.index)


@lru_cache(maxsize=256)
def _advised(_checksum: str, _language: str, held: Held) -> tuple[Advice, ...]:
    return tuple(advise(held.document))

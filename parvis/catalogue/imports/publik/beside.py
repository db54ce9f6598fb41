"""What of the files taken in earlier goes with those given now, so that the order in which they come changes nothing.

An object of w.c.s. names others by their slug, by their title in the oldest exports. Whatever names something that is
given now, directly or through others, is read again: a form whose block comes after it, a workflow whose template of
messages does. What these name is read with them, so that they become again what they were, and no less.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parvis.catalogue.imports.publik.documents import Bundle, Document
from parvis.catalogue.imports.publik.xml import Element
from parvis.catalogue.imports.registry import SourceFile

_WORD = re.compile(r"[\w-]+")
_BY_TITLE = frozenset({"workflow", "category"})
"""Kinds that others call by their title too."""


@dataclass(frozen=True)
class _Held:
    """An object taken in earlier: its file, what it is, every word in it and every text of an element, whole."""

    file: SourceFile
    document: Document
    said: frozenset[str]

    def names(self, others: Sequence[Document]) -> bool:
        """Return whether it names one of these objects. Only workflows read other forms: those that they open."""
        kinds = {"formdef"} if self.document.kind != "workflow" else set()
        return any(self.said & called(one) for one in others if one.kind not in kinds)


def called(document: Document) -> set[str]:
    """Return what others call an object by."""
    names = {document.slug, document.name if document.kind in _BY_TITLE or not document.slug else ""}
    return names - {""}


def gathered(given: Sequence[Document], kept: Sequence[tuple[SourceFile, Document]]) -> list[SourceFile]:
    """Return the kept files to read with those given: forms and workflows that are concerned, and all the rest."""
    held = [_Held(file, document, frozenset(_said(document.root))) for file, document in kept]
    concerned = _with_what_they_need(given, _naming(given, held), held)
    return [one.file for one in held if one in concerned or one.document.kind not in ("formdef", "workflow")]


def _naming(given: Sequence[Document], held: list[_Held]) -> list[_Held]:
    """Return what names an object given now, or names what does."""
    found: list[_Held] = []
    latest = list(given)
    while latest:
        more = [one for one in held if one not in found and one.names(latest)]
        found += more
        latest = [one.document for one in more]
    return found


def _with_what_they_need(given: Sequence[Document], found: list[_Held], held: list[_Held]) -> list[_Held]:
    """Return these objects with the workflows that their forms name, the forms that these open, and so on."""
    bundle = Bundle()
    for document in (*(one.document for one in held), *given):
        if document.kind == "workflow":
            bundle.take(document)
    wanted = list(found)
    latest = [*given, *(one.document for one in found)]
    while latest:
        named = {id(bundle.workflow_of(one)) for one in latest if one.kind == "formdef"}
        words = frozenset[str]().union(*(_said(one.root) for one in latest if one.kind == "workflow"))
        more = [
            one
            for one in held
            if one not in wanted
            and (
                id(one.document) in named or (one.document.kind == "formdef" and words & called(one.document))
            )
        ]
        wanted += more
        latest = [one.document for one in more]
    return wanted


def _said(element: Element) -> Iterator[str]:
    for text in (*element.attributes.values(), element.text):
        if text.strip():
            yield " ".join(text.split())
            yield from _WORD.findall(text)
    for child in element.children:
        yield from _said(child)

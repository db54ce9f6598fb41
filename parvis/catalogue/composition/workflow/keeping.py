"""A workflow that stands on a ready-made one: changed as a whole, written as what differs.

What a change cannot say over the ready-made part (something taken away or put elsewhere) is written out in full: the
workflow then no longer follows the improvements of the ready-made one, and the builder is told first.
"""

import copy
from typing import Any

from parvis.catalogue.composition.places import Document
from parvis.catalogue.workflows.resolving import ready_made, resolved

LISTS = ("functions", "statuses", "transitions")
OBJECTS = ("forms", "templates")
_NEEDED = {
    "functions": ("key", "label"),
    "statuses": ("key", "label", "state"),
    "transitions": ("key", "label", "from", "to"),
}


def whole(document: Document) -> Document | None:
    """Return a copy of the workflow of a definition, ready-made part included; None when it has none.

    Raises NotFound when it names a ready-made one that is not there.
    """
    written = document.get("workflow")
    return copy.deepcopy(resolved(written)) if written is not None else None


def keep(document: Document, after: Document) -> None:
    """Write a workflow in a definition: what differs from its ready-made part, or all of it when that cannot be."""
    used = document.get("workflow", {}).get("use")
    written = _over(used, after) if used in ready_made() else None
    document["workflow"] = after if written is None else written


def detaches(document: Document, after: Document) -> bool:
    """Return whether keeping a workflow would cut it from the ready-made one it stands on."""
    used = document.get("workflow", {}).get("use")
    return used in ready_made() and _over(used, after) is None


def _over(used: str, after: Document) -> Document | None:
    """Return what must be written over a ready-made workflow to have another, None when it cannot be written."""
    base = resolved({"use": used})
    written: Document = {"use": used}
    for name in LISTS:
        own = _list_over(name, base.get(name, []), after.get(name, []))
        if own is None:
            return None
        if own:
            written[name] = own
    for name in OBJECTS:
        held, wanted = base.get(name, {}), after.get(name, {})
        if not held.keys() <= wanted.keys():
            return None
        changed = {key: value for key, value in wanted.items() if held.get(key) != value}
        if changed:
            written[name] = changed
    first = after.get("first")
    if first != base.get("first"):
        if first is None:
            return None
        written["first"] = first
    return written


def _list_over(name: str, base: list[Document], after: list[Document]) -> list[Document] | None:
    if [each["key"] for each in after[: len(base)]] != [each["key"] for each in base]:
        return None
    made: list[Document] = []
    for held, wanted in zip(base, after, strict=False):
        if not held.keys() <= wanted.keys():
            return None
        differing = {part: value for part, value in wanted.items() if held.get(part) != value}
        if differing:
            made.append(_whole_element(name, wanted, differing))
    return [*made, *after[len(base) :]]


def _whole_element(name: str, wanted: Document, differing: dict[str, Any]) -> Document:
    """Return an element with what the format asks of it and what differs, in the order in which it was written."""
    return {part: value for part, value in wanted.items() if part in _NEEDED[name] or part in differing}

"""Where a workflow speaks of one of its statuses, functions, templates, forms or actions; saying another instead."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from parvis.catalogue.composition.places import Document, Pointer

STATUSES, TRANSITIONS, FUNCTIONS = "statuses", "transitions", "functions"
TEMPLATES, FORMS, ASKS = "templates", "forms", "asks"


@dataclass(frozen=True)
class Mention:
    """One place that names something. ``read``: in a formula or a text, where only a person knows what to write."""

    path: Pointer
    read: bool


def mentions(workflow: Document, part: str, key: str) -> list[Mention]:
    """Return the places of a whole workflow that name one of its parts by its key."""
    found = []
    for path, leaf in _leaves(workflow):
        if path[:2] == (part, key):
            continue
        if _names(part, path, leaf, key):
            found.append(Mention(path, read=False))
        elif _reading(part, key)(leaf):
            found.append(Mention(path, read=True))
    return found


def say_instead(workflow: Document, part: str, old: str, new: str) -> None:
    """Have every place that names something by a key name it by another, formulas and texts included."""
    for mention in mentions(workflow, part, old):
        holder: Any = workflow
        for step in mention.path[:-1]:
            holder = holder[step]
        last = mention.path[-1]
        text = holder[last]
        if mention.read:
            holder[last] = _PATTERNS[part](old).sub(lambda found: found[0].replace(old, new), text)
        else:
            holder[last] = f"function:{new}" if text == f"function:{old}" else new


def _leaves(node: Any, path: Pointer = ()) -> Iterator[tuple[Pointer, str]]:
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, dict):
        for name, value in node.items():
            yield from _leaves(value, (*path, name))
    elif isinstance(node, list):
        for rank, value in enumerate(node):
            yield from _leaves(value, (*path, rank))


def _names(part: str, path: Pointer, leaf: str, key: str) -> bool:
    """Return whether a place names the thing itself, as the engine reads it."""
    if part == FUNCTIONS:
        return leaf == f"function:{key}" or (leaf == key and path[-1] == "function")
    return leaf == key and _PLACES[part](path)


def _reading(part: str, key: str) -> Callable[[str], bool]:
    pattern = _PATTERNS[part](key)
    needed = _NEAR.get(part, "")
    return lambda leaf: needed in leaf and pattern.search(leaf) is not None


_PLACES: dict[str, Callable[[Pointer], bool]] = {
    STATUSES: lambda path: (
        path == ("first",) or (path[0] == TRANSITIONS and len(path) > 2 and path[2] in {"from", "to"})
    ),
    TRANSITIONS: lambda _path: False,
    TEMPLATES: lambda path: path[0] in {STATUSES, TRANSITIONS} and path[-1] == "template",
    FORMS: lambda path: path[0] == TRANSITIONS and path[2:] == ("form",),
    ASKS: lambda path: path[0] == TRANSITIONS and path[2:] in {("when", "ask"), ("when", "action")},
}
_PATTERNS: dict[str, Callable[[str], re.Pattern[str]]] = {
    STATUSES: lambda key: re.compile(rf"[\"']{re.escape(key)}[\"']"),
    TRANSITIONS: lambda key: re.compile(rf"[\"']{re.escape(key)}[\"']"),
    FUNCTIONS: lambda key: re.compile(rf"\bcase\.functions\.{re.escape(key)}\b"),
    TEMPLATES: lambda _key: re.compile(r"(?!)"),
    FORMS: lambda key: re.compile(rf"(?<![.\w]){re.escape(key)}\.[a-z]"),
    ASKS: lambda key: re.compile(rf"\bcase\.results\.{re.escape(key)}\b"),
}
_NEAR = {STATUSES: "case.", TRANSITIONS: "case.transition"}

"""What differs between two states of a JSON document, small enough to be kept, and turned round to be taken back.

A change is JSON itself: ``{"at": path, "was": value, "is": value}`` for one value (``was`` is missing when a key is
new, ``is`` when it goes), ``{"at": path, "from": index, "was": […], "is": […]}`` for a run of a list.
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Change = dict[str, Any]
Path = list[str | int]


def differences(before: Any, after: Any) -> list[Change]:
    """Return the changes that make ``after`` of ``before``; none when they are the same."""
    return list(_differences(before, after, []))


def applied(document: Any, changes: Sequence[Change]) -> Any:
    """Return the document with the changes made, the given one left as it was.

    Raises LookupError or TypeError when the document is not the one the changes were made on.
    """
    root = [copy.deepcopy(document)]
    for change in changes:
        _apply(root, change)
    return root[0]


def inverted(changes: Sequence[Change]) -> list[Change]:
    """Return the changes that take the given ones back."""
    return [_inverted(change) for change in reversed(changes)]


def same(one: Any, other: Any) -> bool:
    """Return whether two JSON values are the same, true and 1 being two values."""
    if one is other:
        return True
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


def _differences(before: Any, after: Any, at: Path) -> Iterator[Change]:
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _of_objects(before, after, at)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _of_lists(before, after, at)
    elif not same(before, after):
        yield {"at": at, "was": before, "is": after}


def _of_objects(before: dict[str, Any], after: dict[str, Any], at: Path) -> Iterator[Change]:
    for key in before.keys() - after.keys():
        yield {"at": [*at, key], "was": before[key]}
    for key, value in after.items():
        if key not in before:
            yield {"at": [*at, key], "is": value}
        else:
            yield from _differences(before[key], value, [*at, key])


def _of_lists(before: list[Any], after: list[Any], at: Path) -> Iterator[Change]:
    start, ends = 0, min(len(before), len(after))
    while start < ends and same(before[start], after[start]):
        start += 1
    tail = 0
    while tail < ends - start and same(before[-1 - tail], after[-1 - tail]):
        tail += 1
    was, now = before[start : len(before) - tail], after[start : len(after) - tail]
    if _alike(was, now):
        for place, (one, other) in enumerate(zip(was, now, strict=True), start=start):
            yield from _differences(one, other, [*at, place])
    elif was or now:
        yield {"at": at, "from": start, "was": was, "is": now}


def _alike(was: list[Any], now: list[Any]) -> bool:
    """Return whether two runs are the same elements, each changed in place: then only what changed in them is kept."""
    if len(was) != len(now):
        return False
    return len(was) == 1 or all(_name(one) == _name(other) for one, other in zip(was, now, strict=True))


def _name(element: Any) -> Any:
    """Return what tells an element of a list from its neighbours."""
    if isinstance(element, Mapping):
        return element.get("key", element.get("value"))
    return None


def _inverted(change: Change) -> Change:
    swapped = {key: value for key, value in change.items() if key not in {"was", "is"}}
    for now, then in (("was", "is"), ("is", "was")):
        if then in change:
            swapped[now] = change[then]
    return swapped


def _apply(root: list[Any], change: Change) -> None:
    """Make one change under ``root``, a list that holds the document, so that the whole of it may change too."""
    if "from" in change:
        held: Any = root[0]
        for step in change["at"]:
            held = held[step]
        start = change["from"]
        held[start : start + len(change["was"])] = copy.deepcopy(change["is"])
        return
    holder, last = _holder(root, change["at"])
    if "is" in change:
        holder[last] = copy.deepcopy(change["is"])
    else:
        del holder[last]


def _holder(root: list[Any], at: Path) -> tuple[Any, str | int]:
    holder: Any = root
    way: Path = [0, *at]
    for step in way[:-1]:
        holder = holder[step]
    return holder, way[-1]

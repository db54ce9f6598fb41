"""The order of a page: w.c.s. shows and computes while one answers, so that a field may depend on one after it.

Our formulas only look back: such a field goes just after the last one that it reads.
"""

import re
from collections.abc import Sequence

from parvis.catalogue.imports.publik.documents import Field

_READ = re.compile(r"form_var_(\w+)")


def in_order(places: Sequence[int], fields: Sequence[Field]) -> tuple[list[int], set[int]]:
    """Return the places of the fields of a page, each after those of the page that it reads; and which have moved."""
    before = {field.name for field in fields[: min(places, default=0)] if field.name}
    order, moved = list(places), set[int]()
    for place in reversed(places):  # so that what depends on what depends comes right, and the order is kept
        known = before | {fields[other].name for other in order[: order.index(place)]}
        read = {name for name in _names_read(fields[place]) if not _among(name, known)}
        after = [at for at, other in enumerate(order) if other != place and _is_read(fields[other], read)]
        if after and max(after) > order.index(place):
            last = order[max(after)]
            order.remove(place)
            order.insert(order.index(last) + 1, place)
            moved.add(place)
    return order, moved


def _names_read(field: Field) -> set[str]:
    written = [field.condition.source if field.condition else ""]
    if field.type == "computed":
        written.append(field.words("value_template"))
    if field.type == "comment":
        written.append(field.label)
    return set(_READ.findall(" ".join(written)))


def _is_read(field: Field, read: set[str]) -> bool:
    return bool(field.name) and any(_among(name, {field.name}) for name in read)


def _among(name: str, known: set[str]) -> bool:
    return any(one and (name == one or name.startswith(f"{one}_")) for one in known)

"""The actions of a workflow, in order: those of a status when one enters it, those of a transition."""

import copy

from parvis.catalogue.composition.places import Document
from parvis.catalogue.composition.workflow.mentions import ASKS, STATUSES, TRANSITIONS, say_instead
from parvis.catalogue.composition.workflow.parts import part_at
from parvis.catalogue.imports.naming import key_of
from parvis.catalogue.workflows.actions import actions
from parvis.common.errors import NotFound

HOLDERS = {STATUSES: "on_arrival", TRANSITIONS: "actions"}


def steps_of(workflow: Document, part: str, key: str) -> list[Document]:
    """Return the actions of a status or a transition. Raises NotFound."""
    if part not in HOLDERS:
        raise NotFound(part)
    found: list[Document] = part_at(workflow, part, key).get(HOLDERS[part], [])
    return found


def step_at(workflow: Document, part: str, key: str, rank: int) -> Document:
    """Return an action by its place. Raises NotFound."""
    held = steps_of(workflow, part, key)
    if not 0 <= rank < len(held):
        raise NotFound
    return held[rank]


def add_step(workflow: Document, part: str, key: str, settings: Document) -> int:
    """Put an action at the end of a list; return its place. Raises NotFound."""
    steps_of(workflow, part, key)
    holder = part_at(workflow, part, key)
    held = holder.setdefault(HOLDERS[part], [])
    held.append(_keyed(workflow, settings))
    return len(held) - 1


def write_step(workflow: Document, part: str, key: str, rank: int, settings: Document) -> None:
    """Give an action other settings; what spoke of it by its key follows. Raises NotFound."""
    former = step_at(workflow, part, key, rank)
    steps_of(workflow, part, key)[rank] = settings
    if former.get("key") and settings.get("key") and former["key"] != settings["key"]:
        say_instead(workflow, ASKS, former["key"], settings["key"])


def move_step(workflow: Document, part: str, key: str, rank: int, by: int) -> int:
    """Move an action one place up (-1) or down (1); return its place. Raises NotFound."""
    step_at(workflow, part, key, rank)
    held = steps_of(workflow, part, key)
    there = min(max(rank + by, 0), len(held) - 1)
    held.insert(there, held.pop(rank))
    return there


def duplicate_step(workflow: Document, part: str, key: str, rank: int) -> int:
    """Put a copy of an action right after it; return its place. Raises NotFound."""
    own = copy.deepcopy(step_at(workflow, part, key, rank))
    own.pop("key", None)
    steps_of(workflow, part, key).insert(rank + 1, _keyed(workflow, own))
    return rank + 1


def remove_step(workflow: Document, part: str, key: str, rank: int) -> Document:
    """Take an action away; return it. Raises NotFound."""
    gone = step_at(workflow, part, key, rank)
    holder = part_at(workflow, part, key)
    holder[HOLDERS[part]].pop(rank)
    if not holder[HOLDERS[part]]:
        holder.pop(HOLDERS[part])
    return gone


def asks(workflow: Document) -> list[tuple[str, Document]]:
    """Return the actions of which others may speak, by their key."""
    held = [
        each
        for part, name in HOLDERS.items()
        for holder in workflow.get(part, [])
        for each in holder.get(name, [])
    ]
    return [(str(each["key"]), each) for each in held if each.get("key")]


def _keyed(workflow: Document, settings: Document) -> Document:
    named = actions.get(settings["do"]).named
    if settings.get("key") or not named:
        return settings
    taken = {key for key, _step in asks(workflow)}
    return {"do": settings["do"], "key": key_of("", taken, fallback=named), **settings}

"""Where the parts of a workflow are written in the studio: by their kind and key, or by a place of the definition."""

from parvis.common.errors import NotFound
from parvis.studio.workbench import Workbench

SEGMENTS = {
    "statuses": "etapes",
    "transitions": "suites",
    "functions": "fonctions",
    "templates": "modeles",
    "forms": "formulaires",
}
"""Words of addresses, by kind of parts."""
_KINDS = {segment: part for part, segment in SEGMENTS.items()}
_LISTED = ("statuses", "transitions", "functions")


def part_of(segment: str) -> str:
    """Return the kind that an address names. Raises NotFound."""
    if segment not in _KINDS:
        raise NotFound
    return _KINDS[segment]


def address_of(bench: Workbench, target: str) -> str:
    """Return the screen of a part (« statuses:received ») or of an action (« statuses:received:0 »), else the whole."""
    part, _colon, rest = target.partition(":")
    if part not in SEGMENTS or not rest:
        return bench.address("workflow")
    key, _colon, rank = rest.partition(":")
    if rank:
        return bench.address("workflow_action", SEGMENTS[part], key, rank)
    return bench.address("workflow_part", SEGMENTS[part], key)


def target_at(bench: Workbench, pointer: str) -> str:
    """Return what stands at a JSON pointer into the workflow of a definition: a part, or one of its actions."""
    steps = pointer.split("/")[2:]
    written = bench.definition.get("workflow", {})
    if len(steps) < 2 or steps[0] not in SEGMENTS:
        return ""
    part, name, *rest = steps
    if part not in _LISTED:
        return f"{part}:{name}"
    held = written.get(part, [])
    if not name.isdigit() or int(name) >= len(held):
        return ""
    target = f"{part}:{held[int(name)]['key']}"
    is_action = len(rest) > 1 and rest[0] in {"actions", "on_arrival"} and rest[1].isdigit()
    return f"{target}:{rest[1]}" if is_action else target

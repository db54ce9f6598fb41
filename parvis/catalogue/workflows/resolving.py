"""A workflow as it is written may stand on a ready-made one: what it says completes or replaces it, key by key.

A ready-made workflow is a file of ``ready_made/`` by name and revision. A revision that went out never changes, so that
a version stays what was published; an improvement is the next revision, made in one place, which the lint proposes.
"""

import copy
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from parvis.common.errors import NotFound

_FOLDER = Path(__file__).parent / "ready_made"
_FILE = re.compile(r"(?P<name>[a-z0-9-]+)\.(?P<revision>[1-9][0-9]*)\.json")
_LISTS = ("functions", "statuses", "transitions")
_OBJECTS = ("forms", "templates")


@cache
def ready_made() -> dict[str, dict[str, Any]]:
    """Return the ready-made workflows by name and revision (« examination/1 »): title, summary, workflow."""
    found = {}
    for path in sorted(_FOLDER.glob("*.json")):
        named = _FILE.fullmatch(path.name)
        if named:
            found[f"{named['name']}/{named['revision']}"] = json.loads(path.read_text(encoding="utf-8"))
    return found


def latest(name: str) -> str:
    """Return the last revision of a ready-made workflow: « examination » gives « examination/2 ». Raises NotFound."""
    revisions = [int(each.partition("/")[2]) for each in ready_made() if each.partition("/")[0] == name]
    if not revisions:
        raise NotFound
    return f"{name}/{max(revisions)}"


def resolved(workflow: dict[str, Any]) -> dict[str, Any]:
    """Return a workflow with what the ready-made one gives it. Raises NotFound when there is none of that name."""
    used = workflow.get("use")
    if used is None:
        return workflow
    try:
        base = copy.deepcopy(ready_made()[used]["workflow"])
    except KeyError:
        raise NotFound(used) from None
    return _merged(resolved(base), {name: value for name, value in workflow.items() if name != "use"})


def _merged(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    made = {name: value for name, value in base.items() if name != "use"}
    for name, value in own.items():
        if name in _LISTS:
            made[name] = _by_key(base.get(name, []), value)
        elif name in _OBJECTS:
            made[name] = {**base.get(name, {}), **value}
        else:
            made[name] = value
    return made


def _by_key(base: list[dict[str, Any]], own: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the elements of both: those of a same key made one, part by part, new ones at the end."""
    written = {each["key"]: each for each in own}
    known = {each["key"] for each in base}
    completed = [{**each, **written.get(each["key"], {})} for each in base]
    return [*completed, *(each for each in own if each["key"] not in known)]

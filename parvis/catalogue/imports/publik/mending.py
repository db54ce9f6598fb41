"""The last check of what was made: a part that our check refuses is taken out and told, not the whole form."""

import json
from itertools import pairwise
from typing import Any

from parvis.catalogue.forms.lint import Level, lint
from parvis.catalogue.forms.remarks import Remark
from parvis.catalogue.imports.report import FileReport, What

MOST_MENDS = 200
# Without them a question is another question: it is taken out whole.
_ESSENTIAL = frozenset({"key", "type", "label", "options", "value", "fields", "text", "table", "source"})
_COUNTED = {"condition": What.CONDITIONS, "prefill": What.PREFILLS, "default": What.PREFILLS}
_LISTS = frozenset({"pages", "fields"})


def mend(definition: dict[str, Any], report: FileReport) -> None:
    """Take out of a definition what our check refuses, part by part, and tell each; what cannot be stays wrong."""
    for _mend in range(MOST_MENDS):
        wrong = next((one for one in lint(definition) if one.level is Level.ERROR), None)
        if wrong is None or not _take_out(definition, wrong, report):
            return


def _take_out(definition: dict[str, Any], wrong: Remark, report: FileReport) -> bool:
    """Take the smallest part that can go around a fault; return whether something went."""
    holder, key = _part(definition, _steps(wrong.pointer))
    if holder is None:
        return False
    taken = holder.pop(key)
    kind = What.FIELDS if isinstance(key, int) else _COUNTED.get(key)
    if kind is not None and report.counts[kind].understood:
        report.counts[kind].understood -= 1
        report.counts[kind].total -= 1
    what = json.dumps(taken, ensure_ascii=False)
    report.left(kind or str(key), place=wrong.place, what=what, reason=wrong.message)
    return True


def _steps(pointer: str) -> list[str | int]:
    words = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    return [int(word) if word.isdigit() else word for word in words]


def _part(definition: dict[str, Any], steps: list[str | int]) -> tuple[Any, Any]:
    """Return what holds the part to take out and its key there, None when nothing can go."""
    if not steps or steps[0] in ("format", "code", "title"):
        return None, None
    if steps[0] not in ("form", "agent_form"):
        return (definition, steps[0]) if steps[0] in definition else (None, None)
    node: Any = definition[str(steps[0])]
    holder: Any = None
    key: Any = None
    for before, step in pairwise(steps):
        if isinstance(step, int) and before in _LISTS:
            holder, key = node, step
        elif step not in _LISTS:
            return (node, step) if _can_go(node, step) else (holder, key)
        node = node[step]
    return holder, key


def _can_go(node: Any, step: str | int) -> bool:
    return isinstance(node, dict) and step in node and step not in _ESSENTIAL

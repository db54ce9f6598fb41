"""What the panels of the workflow editor read."""

from collections.abc import Iterator, Mapping
from typing import Any

from parvis.catalogue.composition.places import Document
from parvis.catalogue.composition.workflow.mentions import mentions
from parvis.catalogue.composition.workflow.steps import HOLDERS, step_at, steps_of
from parvis.catalogue.services.editing import part_checksum
from parvis.catalogue.workflows.actions import actions, offered
from parvis.studio.entrance import BuilderRequest
from parvis.studio.workflow.bench import SECTIONS, Flow
from parvis.studio.workflow.boxes import summary
from parvis.studio.workflow.places import SEGMENTS

NEW: dict[str, Document] = {
    "statuses": {"label": "", "state": "in_progress", "waits_for": ["handler"]},
    "transitions": {"label": "", "from": [], "to": ""},
    "functions": {"label": ""},
    "templates": {"title": "", "text": ""},
    "forms": {"title": "", "fields": []},
}


def blank(flow: Flow, part: str, asked: Mapping[str, str]) -> Document:
    """Return a part that says nothing yet, but where the address says it comes from or leads to."""
    own = dict(NEW[part])
    statuses = flow.keys("statuses")
    if part == "transitions":
        origin, to = asked.get("depuis", ""), asked.get("vers", "")
        own["from"] = [origin] if origin in statuses else []
        own["to"] = to if to in statuses else _next(statuses, origin)
    return own


def part_context(
    request: BuilderRequest,  # noqa: ARG001 - panels of other kinds read the address
    flow: Flow,
    kind: str,
    key: str,
    editor: Any,
    typed: Any,
    *,
    seen: str,
    errors: Mapping[str, list[str]] | None = None,
    overtaken: Any = None,
) -> dict[str, Any]:
    """Return what the panel of a part reads."""
    bench = flow.bench
    found = {
        **editor.context(typed, errors or {}),
        "kind": kind,
        "key": key,
        "label": flow.label(kind, key),
        "kind_title": SECTIONS[kind].title,
        "action": flow.address(f"{kind}:{key}"),
        "remove_href": bench.address("workflow_remove", SEGMENTS[kind], key),
        "seen": seen,
        "errors": list(summary(errors or {})),
        "overtaken": overtaken,
        "now": "",
        "is_new": False,
        "read_by": len(mentions(flow.document, kind, key)),
        "is_first": kind == "statuses" and _first(flow) == key,
        "opened": _opened(errors or {}),
    }
    if kind in HOLDERS:
        found |= {
            "steps": _steps(flow, kind, key),
            "offered": offered(),
            "add_action_href": bench.address("workflow_action_new", SEGMENTS[kind], key),
        }
    if kind == "statuses":
        new = bench.address("workflow_new", SEGMENTS["transitions"])
        found |= {"leave_href": f"{new}?depuis={key}", "reach_href": f"{new}?vers={key}"}
    if kind == "functions":
        found["naming"] = list(_namings(flow, key))
    if kind == "templates":
        found["preview_href"] = bench.address("workflow_preview", key)
    return found


def new_context(
    request: BuilderRequest,
    flow: Flow,
    kind: str,
    editor: Any,
    typed: Any,
    *,
    errors: Mapping[str, list[str]] | None = None,
) -> dict[str, Any]:
    """Return what the panel of a part to add reads."""
    query = request.GET.urlencode()
    address = flow.bench.address("workflow_new", SEGMENTS[kind])
    return {
        **editor.context(typed, errors or {}),
        "kind": kind,
        "key": "",
        "label": "",
        "kind_title": SECTIONS[kind].adding,
        "action": f"{address}?{query}" if query else address,
        "seen": "",
        "errors": list(summary(errors or {})),
        "overtaken": None,
        "is_new": True,
        "opened": _opened(errors or {}),
    }


def action_context(
    flow: Flow,
    where: tuple[str, str, int],
    editor: Any,
    typed: Any,
    *,
    errors: Mapping[str, list[str]] | None = None,
    overtaken: Any = None,
) -> dict[str, Any]:
    """Return what the panel of an action reads."""
    kind, key, rank = where
    is_new = rank < 0
    adding = flow.bench.address("workflow_action_new", SEGMENTS[kind], key)
    return {
        **editor.context(typed, errors or {}),
        "kind": kind,
        "key": key,
        "rank": rank,
        "number": rank + 1,
        "count": len(steps_of(flow.document, kind, key)),
        "holder": flow.label(kind, key),
        "holder_href": flow.address(f"{kind}:{key}"),
        "is_new": is_new,
        "action": f"{adding}?action={editor.step['do']}" if is_new else flow.address(f"{kind}:{key}:{rank}"),
        "seen": "" if is_new else part_checksum(step_at(flow.document, kind, key, rank)),
        "errors": list(summary(errors or {})),
        "overtaken": overtaken,
        "now": "",
        "opened": _opened(errors or {}),
    }


def _steps(flow: Flow, kind: str, key: str) -> list[dict[str, Any]]:
    found = []
    for rank, each in enumerate(steps_of(flow.document, kind, key)):
        known = actions.get(each["do"]) if each["do"] in actions else None
        label = each.get("label") or (str(known.label) if known else each["do"])
        said = known.says(each) if known else ""
        found.append(
            {
                "rank": rank,
                "label": label,
                "said": said if said != label else "",
                "href": flow.address(f"{kind}:{key}:{rank}"),
                "conditional": bool(each.get("condition")),
            }
        )
    return found


def _first(flow: Flow) -> str:
    return str(flow.document.get("first") or flow.keys("statuses")[0])


def _next(statuses: list[str], origin: str) -> str:
    """Return the status after one in the list: where a transition most often leads."""
    place = statuses.index(origin) + 1 if origin in statuses else 0
    return statuses[place] if place < len(statuses) else statuses[-1]


def _opened(errors: Mapping[str, Any]) -> dict[str, bool]:
    """Return which folded parts of a panel hold something wrong."""
    wrong = {name.partition(".")[0] for name in errors}
    advanced = {"tone", "key", "help", "confirm", "form", "grouped", "label"}
    return {"advanced": bool(wrong & advanced), "notices": "notices" in wrong}


def _namings(flow: Flow, key: str) -> Iterator[dict[str, str]]:
    """Yield the transitions that lead where a function is asked something, each with what adds « name » to it."""
    statuses, found = flow.keys("statuses"), mentions(flow.document, "functions", key)
    asking = {statuses[int(each.path[1])] for each in found if each.path[0] == "statuses"}
    for one in flow.keys("transitions"):
        if flow.part("transitions", one).get("to") in asking:
            address = flow.bench.address("workflow_action_new", SEGMENTS["transitions"], one)
            yield {
                "label": flow.label("transitions", one),
                "href": f"{address}?action=name_function&function={key}#panneau",
            }

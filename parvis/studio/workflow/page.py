"""The page of the workflow editor: the list on the left, the diagram and the panel, the remarks on the right."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from parvis.studio import queries
from parvis.studio.entrance import BuilderRequest
from parvis.studio.workbench import bench_frame
from parvis.studio.workflow import gate
from parvis.studio.workflow.bench import Flow
from parvis.studio.workflow.diagram import Ways, diagram
from parvis.studio.workflow.outline import outline
from parvis.studio.workflow.places import SEGMENTS


def draw(
    request: BuilderRequest,
    flow: Flow,
    panel: str,
    context: dict[str, Any] | None = None,
    *,
    current: str = "",
    status: int = 200,
) -> HttpResponse:
    """Draw a panel in the whole page. ``current`` is the part, or the action, that it is about."""
    found = gate.lines(flow.bench)
    held = ":".join(current.split(":")[:2])
    done, undone = queries.last_changes(flow.bench.version) if flow.bench.writable else (None, None)
    common = {
        "flow": flow,
        "panel": f"studio/workflow/{panel}.html",
        "state": {"done": done, "undone": undone},
        "gestures": flow.bench.address("workflow_gesture"),
        "outline": outline(flow, current=held, marks=gate.marks(found)),
        "drawing": diagram(flow.document, ways(flow, current=held, marks=gate.marks(found))),
        "beside": gate.beside(found, held) if held else [],
        "remarks": found,
        "stops": sum(one.stops for one in found),
        "budget": gate.budget(flow.document),
        "current": current,
        "part_current": held,
    }
    page = bench_frame(request, flow.bench, **common, **(context or {}))
    return render(request, "studio/workflow/editor.html", page, status=status)


def ways(flow: Flow, **more: Any) -> Ways:
    """Return where the parts of the diagram lead: the panels of the editor."""
    adding = flow.bench.address("workflow_new", SEGMENTS["transitions"]) if flow.bench.writable else ""
    return Ways(
        status=lambda key: flow.panel(f"statuses:{key}"),
        transition=lambda key: flow.panel(f"transitions:{key}"),
        adding=lambda key: f"{adding}?depuis={key}#panneau" if adding else "",
        new=f"{flow.bench.address('workflow_new', SEGMENTS['statuses'])}#panneau" if adding else "",
        **more,
    )

"""The page of the editor: outline, panel, preview; whole, or the parts that a gesture changed."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from parvis.catalogue.composition.places import FORM, PARTS, fields
from parvis.catalogue.services.editing import Edit
from parvis.studio import queries
from parvis.studio.entrance import BuilderRequest
from parvis.studio.form import outline as outlines
from parvis.studio.form.panels import Panel
from parvis.studio.remarks.gathered import marks
from parvis.studio.workbench import Workbench, bench_frame


def is_partial(request: BuilderRequest) -> bool:
    """Say whether only a part of the page is asked for (htmx), not the page itself gone back to."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def draw(
    request: BuilderRequest,
    bench: Workbench,
    panel: str,
    context: dict[str, Any],
    *,
    current: str = "",
    status: int = 200,
) -> HttpResponse:
    """Draw a panel: alone for htmx, in the whole page otherwise."""
    common = {"bench": bench, "panel": panel, "state": state(bench), **context}
    if is_partial(request):
        answer = render(request, panel, {"agent": request.agent, **common}, status=status)
        return _telling(answer, "studio:shown", preview_of(request, bench, current))
    words = request.GET.get("q", "")[:100]
    page = bench_frame(
        request,
        bench,
        outline=outlines.outline(bench, current=current, words=words, marks=marks(bench)),
        preview=preview_of(request, bench, current),
        **{name: value for name, value in common.items() if name != "bench"},
    )
    return render(request, "studio/form/editor.html", page, status=status)


def state(bench: Workbench) -> dict[str, Any]:
    """Return what the bar above the panel says: what can be taken back, made again, how many questions."""
    done, undone = queries.last_changes(bench.version)
    return {"done": done, "undone": undone}


def answered(
    request: BuilderRequest, bench: Workbench, edit: Edit, panel: Panel, *, whole: bool = True
) -> HttpResponse:
    """Answer a gesture: by htmx, the panel and what changed around it; else lead to the panel.

    ``whole``: the outline is drawn again, not only the lines of what was changed.
    """
    said = panel.context.get("said", "")
    if not is_partial(request):
        if said:
            messages.success(request, said)
        return redirect(panel.href)
    changes: dict[str, Any] = {"state": state(bench), "rows": [], "outline": None}
    if whole:
        changes["outline"] = outlines.outline(bench, current=panel.current, marks=marks(bench))
    else:
        changes["rows"] = _rows(bench, edit, panel.current)
    common = {"agent": request.agent, "bench": bench, "panel": panel.template}
    answer = render(request, "studio/form/changed.html", common | changes | panel.context)
    answer["HX-Push-Url"] = panel.href
    return _telling(answer, "studio:changed", preview_of(request, bench, panel.current))


def _telling(answer: HttpResponse, event: str, preview: dict[str, str]) -> HttpResponse:
    """Tell the page's script where the preview now stands."""
    answer["HX-Trigger-After-Settle"] = json.dumps({event: preview})
    return answer


def after(bench: Workbench, edit: Edit) -> Workbench:
    """Return the procedure as a gesture left it."""
    return Workbench(bench.body, bench.procedure, edit.version)


def part_of(request: BuilderRequest) -> str:
    """Return which of the two forms the address speaks of."""
    asked = request.GET.get("partie") or request.POST.get("partie", "")
    return asked if asked in PARTS else FORM


def preview_of(request: BuilderRequest, bench: Workbench, current: str) -> dict[str, str]:
    """Return where the preview stands: the page of what is being edited, and the question on it."""
    page, question = _previewed(bench, current)
    size = "ecran" if request.GET.get("taille") == "ecran" else "telephone"
    # No fragment: a browser would move the page around the frame with it.
    asked = f"?question={question}" if question else ""
    return {
        "src": f"{bench.address('preview', page)}{asked}" if page else "",
        "size": size,
        "question": question,
    }


def _previewed(bench: Workbench, current: str) -> tuple[str, str]:
    for place in fields(bench.definition):
        if place.address == current:
            return (
                (str(place.page.page["key"]), current.partition(".")[0])
                if place.page.part == FORM
                else ("", "")
            )
    part, _colon, key = current.partition(":")
    held = bench.definition.get(FORM, {}).get("pages", [])
    if part == FORM and any(page["key"] == key for page in held):
        return key, ""
    return (str(held[0]["key"]) if held else ""), ""


def _rows(bench: Workbench, edit: Edit, current: str) -> list[outlines.Row]:
    said = marks(bench)
    return [
        outlines.row(bench, place, current=current, marks=said.get(place.address, 0))
        for place in fields(edit.version.definition)
        if place.address in edit.targets
    ]

"""The screens of the workflow editor: where one begins, a part, a part to add, an action, what a removal breaks."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parvis.catalogue.composition.places import Document
from parvis.catalogue.composition.workflow.parts import LABELS, new_key
from parvis.catalogue.errors import Overtaken
from parvis.catalogue.services import workflow_editing
from parvis.catalogue.services.editing import part_checksum
from parvis.catalogue.workflows.actions import actions
from parvis.common.errors import Invalid
from parvis.studio.entrance import BuilderRequest, posted
from parvis.studio.workbench import bench_frame
from parvis.studio.workflow import page, panels, removal
from parvis.studio.workflow.action import ActionEditor
from parvis.studio.workflow.bench import SECTIONS, Flow, open_flow
from parvis.studio.workflow.places import part_of
from parvis.studio.workflow.starting import beginnings

NEW_ACTION = -1
"""Place of an action that is not in its list yet."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was sent in a panel's boxes, as typed, and the part or the action that it makes."""

    typed: Any
    value: Document


@require_safe
def workflow(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Show the whole workflow; where to begin one when there is none. Raises NotFound."""
    flow = open_flow(request, body, code, writing=False)
    if not flow.exists:
        context = {
            "flow": flow,
            "beginnings": beginnings(),
            "gestures": flow.bench.address("workflow_gesture"),
        }
        return render(request, "studio/workflow/begin.html", bench_frame(request, flow.bench, **context))
    return page.draw(request, flow, "start")


@require_http_methods(["GET", "POST"])
def part(request: BuilderRequest, body: str, code: str, segment: str, key: str) -> HttpResponse:
    """Show a part's panel; by POST, keep what was typed. Raises NotFound."""
    flow, kind = open_flow(request, body, code, writing=request.method == "POST"), part_of(segment)
    editor = flow.editor(kind, flow.part(kind, key))
    draw = partial(_draw_part, request, flow, kind, key, editor)
    given = _given(request, editor, draw)
    if isinstance(given, HttpResponse):
        return given
    try:
        edit = workflow_editing.edit_part(
            version_id=flow.bench.version.pk,
            by=request.agent,
            part=kind,
            key=key,
            value=given.value,
            seen=request.POST.get("seen", ""),
        )
    except Invalid as refusal:
        return draw(given.typed, errors=refusal.errors)
    except Overtaken as refusal:
        return draw(given.typed, overtaken=refusal)
    messages.success(request, str(SECTIONS[kind].kept) if edit.change else _("Rien n’a changé."))
    return redirect(flow.panel(edit.targets[0]))


@require_http_methods(["GET", "POST"])
def new(request: BuilderRequest, body: str, code: str, segment: str) -> HttpResponse:
    """Show the boxes of a part to add; by POST, add it. Raises NotFound."""
    flow, kind = open_flow(request, body, code), part_of(segment)
    editor = flow.editor(kind, panels.blank(flow, kind, request.GET))

    def named(typed: Any) -> None:
        if not typed.boxes["key"]:
            typed.boxes["key"] = new_key(flow.document, kind, typed.boxes[LABELS[kind]])

    given = _given(request, editor, partial(_draw_new, request, flow, kind, editor), named)
    if isinstance(given, HttpResponse):
        return given
    edit = workflow_editing.add_part(
        version_id=flow.bench.version.pk,
        by=request.agent,
        part=kind,
        value=given.value,
        after=request.GET.get("apres", ""),
    )
    messages.success(request, _("C’est ajouté."))
    return redirect(flow.panel(edit.targets[0]))


@require_http_methods(["GET", "POST"])
def action(request: BuilderRequest, body: str, code: str, segment: str, key: str, rank: int) -> HttpResponse:
    """Show an action's panel; by POST, keep its settings. Raises NotFound."""
    flow, kind = open_flow(request, body, code, writing=request.method == "POST"), part_of(segment)
    editor = flow.action_editor(kind, key, rank)
    draw = partial(_draw_action, request, flow, (kind, key, rank), editor)
    given = _given(request, editor, draw)
    if isinstance(given, HttpResponse):
        return given
    try:
        edit = workflow_editing.edit_action(
            version_id=flow.bench.version.pk,
            by=request.agent,
            part=kind,
            key=key,
            rank=rank,
            settings=given.value,
            seen=request.POST.get("seen", ""),
        )
    except Overtaken as refusal:
        return draw(given.typed, overtaken=refusal)
    messages.success(request, _("Action enregistrée.") if edit.change else _("Rien n’a changé."))
    return redirect(flow.panel(edit.targets[0]))


@require_http_methods(["GET", "POST"])
def new_action(request: BuilderRequest, body: str, code: str, segment: str, key: str) -> HttpResponse:
    """Show the settings of an action to add; by POST, add it. Raises NotFound."""
    flow, kind = open_flow(request, body, code), part_of(segment)
    asked = request.GET.get("action", "")
    if asked not in actions:
        messages.warning(request, _("Choisissez ce qui est fait."))
        return redirect(flow.panel(f"{kind}:{key}"))
    function = request.GET.get("function", "")
    begun = {"function": function} if function in flow.keys("functions") else {}
    editor = ActionEditor(flow.known_for(asked), {"do": asked, **begun})
    given = _given(request, editor, partial(_draw_action, request, flow, (kind, key, NEW_ACTION), editor))
    if isinstance(given, HttpResponse):
        return given
    workflow_editing.add_action(
        version_id=flow.bench.version.pk, by=request.agent, part=kind, key=key, settings=given.value
    )
    messages.success(request, _("Action ajoutée."))
    return redirect(flow.panel(f"{kind}:{key}"))


@require_http_methods(["GET", "POST"])
def remove(request: BuilderRequest, body: str, code: str, segment: str, key: str) -> HttpResponse:
    """Say what taking a part away breaks; by POST, take it away. Raises NotFound."""
    flow, kind = open_flow(request, body, code), part_of(segment)
    label = flow.label(kind, key)
    instead = request.POST.get("instead", "") or request.GET.get("instead", "")
    if request.method == "POST":
        edit = workflow_editing.remove_part(
            version_id=flow.bench.version.pk, by=request.agent, part=kind, key=key, instead=instead
        )
        messages.success(request, _("« %(label)s » est supprimé. Vous pouvez l’annuler.") % {"label": label})
        return redirect(flow.panel(edit.targets[0]))
    told = removal.consequences(flow, kind, key, instead)
    context = {"kind": kind, "key": key, "label": label, "told": told, "instead": instead}
    context["keep_href"] = flow.address(f"{kind}:{key}")
    return page.draw(request, flow, "remove", context, current=f"{kind}:{key}")


def _given(
    request: BuilderRequest,
    editor: Any,
    draw: Callable[..., HttpResponse],
    complete: Callable[[Any], None] = lambda _typed: None,
) -> Given | HttpResponse:
    """Return what was sent in a panel's boxes; the panel drawn instead, while it is read, filled or mended."""
    if request.method != "POST":
        return draw(editor.as_it_is())
    typed = editor.read(posted(request))
    complete(typed)
    if "_line" in request.POST:
        return draw(typed)
    value = editor.value(typed)
    return draw(typed, errors=editor.errors) if editor.errors else Given(typed, value)


def _draw_part(
    request: BuilderRequest, flow: Flow, kind: str, key: str, editor: Any, typed: Any, **wrong: Any
) -> HttpResponse:
    seen = part_checksum(workflow_editing.seen_of(flow.document, kind, key))
    context = panels.part_context(request, flow, kind, key, editor, typed, seen=seen, **wrong)
    return page.draw(
        request, flow, SECTIONS[kind].template, context, current=f"{kind}:{key}", status=_status(wrong)
    )


def _draw_new(
    request: BuilderRequest, flow: Flow, kind: str, editor: Any, typed: Any, **wrong: Any
) -> HttpResponse:
    context = panels.new_context(request, flow, kind, editor, typed, **wrong)
    return page.draw(request, flow, SECTIONS[kind].template, context, status=_status(wrong))


def _draw_action(
    request: BuilderRequest, flow: Flow, where: tuple[str, str, int], editor: Any, typed: Any, **wrong: Any
) -> HttpResponse:
    context = panels.action_context(flow, where, editor, typed, **wrong)
    current = ":".join(str(each) for each in where if each != NEW_ACTION)
    return page.draw(request, flow, "action", context, current=current, status=_status(wrong))


def _status(wrong: dict[str, Any]) -> int:
    return 200 if not wrong else 409 if "overtaken" in wrong else 422

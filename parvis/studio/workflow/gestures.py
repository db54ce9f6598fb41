"""Gestures on a workflow that need no box: begin, move, copy, take away an action, follow a remark, undo, redo."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.catalogue.services import editing
from parvis.catalogue.services import workflow_editing as flows
from parvis.common.errors import DomainError, Invalid, NotFound
from parvis.studio import edits
from parvis.studio.entrance import BuilderRequest
from parvis.studio.workflow.bench import Flow, open_flow

Verb = Callable[[BuilderRequest, Flow, list[str]], editing.Edit]


@require_POST
def gesture(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Make the gesture that the button says, and go to what it leaves under the eyes. Raises NotFound."""
    flow = open_flow(request, body, code)
    verb, *target = request.POST.get("geste", "").split(" ")
    make = VERBS.get(verb)
    if make is None:
        raise NotFound
    try:
        edit = make(request, flow, target)
    except Invalid as refusal:
        for sentence in (one for said in refusal.errors.values() for one in said):
            messages.error(request, sentence)
        return edits.back(request, flow.address())
    except (NotFound, IndexError, ValueError):
        messages.warning(request, _("Ce que vous vouliez changer n’est plus là : quelqu’un l’a changé."))
        return edits.back(request, flow.address())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return edits.back(request, flow.address())
    messages.success(request, edits.said(verb, edit))
    return _there(flow, edit)


def _there(flow: Flow, edit: editing.Edit) -> HttpResponse:
    """Go to what the gesture left, if it is still there once it was taken back."""
    own = flow.after(edit)
    target = edit.targets[0] if edit.targets else ""
    part, _colon, rest = target.partition(":")
    key, _colon, rank = rest.partition(":")
    if not own.exists or part not in own.document or key not in own.keys(part):
        return redirect(own.panel())
    if rank:
        held = own.document[part][own.keys(part).index(key)]
        if int(rank) >= len(held.get("on_arrival", held.get("actions", []))):
            return redirect(own.panel(f"{part}:{key}"))
    return redirect(own.panel(target))


def _begin(request: BuilderRequest, flow: Flow, target: list[str]) -> editing.Edit:
    use = target[0] if target else ""
    follows = request.POST.get("suivre") == "oui"
    return flows.begin_workflow(version_id=flow.bench.version.pk, by=request.agent, use=use, follows=follows)


def _drop(request: BuilderRequest, flow: Flow, _target: list[str]) -> editing.Edit:
    return flows.drop_workflow(version_id=flow.bench.version.pk, by=request.agent)


def _add(verb: Callable[..., editing.Edit]) -> Verb:
    """Add the step whose name is typed on one line, after the one that is open."""

    def add(request: BuilderRequest, flow: Flow, target: list[str]) -> editing.Edit:
        label = " ".join(request.POST.get("titre", "").split())[:200]
        if not label:
            raise Invalid({"titre": [_("Écrivez le nom de l’étape.")]})
        after = target[0] if target else ""
        return verb(version_id=flow.bench.version.pk, by=request.agent, label=label, after=after)

    return add


def _step(by: int) -> Verb:
    def move(request: BuilderRequest, flow: Flow, target: list[str]) -> editing.Edit:
        given: dict[str, Any] = {"version_id": flow.bench.version.pk, "by": request.agent}
        if len(target) > 2:
            return flows.move_action(**given, part=target[0], key=target[1], rank=int(target[2]), step=by)
        return flows.move_part(**given, part=target[0], key=target[1], step=by)

    return move


def _copy(request: BuilderRequest, flow: Flow, target: list[str]) -> editing.Edit:
    given: dict[str, Any] = {"version_id": flow.bench.version.pk, "by": request.agent}
    if len(target) > 2:
        return flows.duplicate_action(**given, part=target[0], key=target[1], rank=int(target[2]))
    return flows.duplicate_part(**given, part=target[0], key=target[1])


def _first(request: BuilderRequest, flow: Flow, target: list[str]) -> editing.Edit:
    return flows.set_first(version_id=flow.bench.version.pk, by=request.agent, key=target[1])


def _drop_action(request: BuilderRequest, flow: Flow, target: list[str]) -> editing.Edit:
    return flows.remove_action(
        version_id=flow.bench.version.pk,
        by=request.agent,
        part=target[0],
        key=target[1],
        rank=int(target[2]),
    )


def _mend(request: BuilderRequest, flow: Flow, target: list[str]) -> editing.Edit:
    about = target[1] if len(target) > 1 else ""
    return flows.mend(version_id=flow.bench.version.pk, by=request.agent, remedy=target[0], about=about)


def _undo(request: BuilderRequest, flow: Flow, target: list[str]) -> editing.Edit:
    return editing.undo(version_id=flow.bench.version.pk, by=request.agent, change_id=int(target[0]))


def _redo(request: BuilderRequest, flow: Flow, target: list[str]) -> editing.Edit:
    return editing.redo(version_id=flow.bench.version.pk, by=request.agent, change_id=int(target[0]))


VERBS: dict[str, Verb] = {
    "commencer": _begin,
    "enlever": _drop,
    "ajouter-etape": _add(flows.add_stage),
    "ajouter-visa": _add(flows.add_level),
    "monter": _step(-1),
    "descendre": _step(1),
    "copier": _copy,
    "premiere": _first,
    "supprimer-action": _drop_action,
    "suivre": _mend,
    "annuler": _undo,
    "retablir": _redo,
}

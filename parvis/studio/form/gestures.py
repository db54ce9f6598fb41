"""Gestures on a question or a page that need no box: move, copy, take away, undo, redo."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.catalogue.composition.places import FORM, field_at
from parvis.catalogue.services import editing
from parvis.common.errors import DomainError, Invalid, NotFound
from parvis.studio import edits
from parvis.studio.entrance import BuilderRequest
from parvis.studio.form import page as pages
from parvis.studio.form.panels import panel_of
from parvis.studio.form.question import change_type
from parvis.studio.workbench import Workbench, open_writing

Verb = Callable[[BuilderRequest, Workbench, str], editing.Edit]
UP, DOWN = -1, 1


@require_POST
def gesture(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Make the gesture that the button says, and go to what it leaves under the eyes. Raises NotFound."""
    bench = open_writing(request, body, code)
    verb, _space, target = request.POST.get("geste", "").partition(" ")
    make = VERBS.get(verb)
    if make is None:
        raise NotFound
    fallback = bench.address("editor")
    try:
        edit = make(request, bench, target)
    except Invalid as refusal:
        for sentence in (one for said in refusal.errors.values() for one in said):
            messages.error(request, sentence)
        return edits.back(request, fallback)
    except DomainError as refusal:
        if isinstance(refusal, NotFound):
            messages.warning(
                request, _("Cette question ou cette étape n’est plus là : quelqu’un l’a changée.")
            )
        else:
            messages.warning(request, str(refusal))
        return edits.back(request, fallback)
    own = pages.after(bench, edit)
    target = edit.targets[0] if edit.targets else ""
    part = pages.part_of(request) if verb.endswith("-etape") else ""
    return pages.answered(request, own, edit, panel_of(own, target, part=part, said=edits.said(verb, edit)))


def _step(step: int) -> Verb:
    return lambda request, bench, target: editing.step_question(
        version_id=bench.version.pk, by=request.agent, address=target, step=step
    )


def _step_page(step: int) -> Verb:
    return lambda request, bench, target: editing.move_step(
        version_id=bench.version.pk, by=request.agent, page=target, step=step, part=pages.part_of(request)
    )


def _copy(request: BuilderRequest, bench: Workbench, target: str) -> editing.Edit:
    return editing.duplicate_question(version_id=bench.version.pk, by=request.agent, address=target)


def _copy_page(request: BuilderRequest, bench: Workbench, target: str) -> editing.Edit:
    return editing.duplicate_step(
        version_id=bench.version.pk, by=request.agent, page=target, part=pages.part_of(request)
    )


def _remove(request: BuilderRequest, bench: Workbench, target: str) -> editing.Edit:
    return editing.remove_questions(version_id=bench.version.pk, by=request.agent, addresses=[target])


def _remove_page(request: BuilderRequest, bench: Workbench, target: str) -> editing.Edit:
    return editing.remove_step(
        version_id=bench.version.pk, by=request.agent, page=target, part=pages.part_of(request)
    )


def _add_page(request: BuilderRequest, bench: Workbench, target: str) -> editing.Edit:
    title = " ".join(request.POST.get("titre", "").split())[:200] or _("Nouvelle étape")
    return editing.add_step(
        version_id=bench.version.pk, by=request.agent, title=title, part=pages.part_of(request), after=target
    )


def _move(request: BuilderRequest, bench: Workbench, target: str) -> editing.Edit:
    """Take a question where « vers » says: ``form:page``, ``dans:block``, ``apres:question``."""
    kind, _colon, where = request.POST.get("vers", "").partition(":")
    names = {"dans": "block", "apres": "after"}
    own = {names[kind]: where} if kind in names else {"page": where, "part": kind or FORM}
    return editing.move_question(version_id=bench.version.pk, by=request.agent, address=target, **own)


def _change_type(request: BuilderRequest, bench: Workbench, target: str) -> editing.Edit:
    own = field_at(bench.definition, target).field
    new = change_type(own, request.POST.get("type", ""))
    return editing.edit_question(
        version_id=bench.version.pk,
        by=request.agent,
        address=target,
        new=new,
        seen=request.POST.get("seen", ""),
    )


def _undo(request: BuilderRequest, bench: Workbench, target: str) -> editing.Edit:
    return editing.undo(version_id=bench.version.pk, by=request.agent, change_id=_number(target))


def _redo(request: BuilderRequest, bench: Workbench, target: str) -> editing.Edit:
    return editing.redo(version_id=bench.version.pk, by=request.agent, change_id=_number(target))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


VERBS: dict[str, Verb] = {
    "monter": _step(UP),
    "descendre": _step(DOWN),
    "copier": _copy,
    "supprimer": _remove,
    "deplacer": _move,
    "changer-type": _change_type,
    "ajouter-etape": _add_page,
    "monter-etape": _step_page(UP),
    "descendre-etape": _step_page(DOWN),
    "copier-etape": _copy_page,
    "supprimer-etape": _remove_page,
    "annuler": _undo,
    "retablir": _redo,
}

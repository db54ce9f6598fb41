"""The editor: what one sees on arriving, a question, a page of the form."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parvis.catalogue.composition.places import FieldPlace, field_at, page_at
from parvis.catalogue.errors import Overtaken
from parvis.catalogue.services import editing
from parvis.common.errors import Invalid, NotFound
from parvis.studio.entrance import BuilderRequest, posted
from parvis.studio.form import page as pages
from parvis.studio.form.adding import ADD
from parvis.studio.form.additions import Where, add_context
from parvis.studio.form.panels import (
    QUESTION,
    START,
    STEP,
    Panel,
    question_editor,
    question_panel,
    start_panel,
    step_panel,
)
from parvis.studio.form.question import QuestionEditor
from parvis.studio.form.shown import question_context, step_context
from parvis.studio.form.step import StepEditor
from parvis.studio.workbench import Workbench, open_workbench, open_writing

ANOTHER = "autre"


@require_safe
def editor(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Show the form: its outline, its preview, and where to begin. Raises NotFound."""
    bench = open_workbench(request, body, code)
    if not bench.writable:
        return redirect(bench.address("procedure"))
    return pages.draw(request, bench, START, start_panel(bench).context)


@require_http_methods(["GET", "POST"])
def question(request: BuilderRequest, body: str, code: str, address: str) -> HttpResponse:
    """Show a question's panel; by POST, keep what was typed. Raises NotFound."""
    bench = open_writing(request, body, code)
    place = _field(bench, address)
    editor = question_editor(bench, place)
    if request.method != "POST":
        return _draw_question(request, bench, editor, editor.as_it_is())
    typed = editor.read(posted(request))
    if "_line" in request.POST:
        return _draw_question(request, bench, editor, typed)
    try:
        edit = editing.edit_question(
            version_id=bench.version.pk,
            by=request.agent,
            address=address,
            new=editor.field(typed),
            seen=request.POST.get("seen", ""),
        )
    except Invalid as refusal:
        return _draw_question(request, bench, editor, typed, errors=refusal.errors)
    except Overtaken as refusal:
        return _draw_question(request, bench, editor, typed, overtaken=refusal)
    return _saved(request, bench, edit, place)


@require_http_methods(["GET", "POST"])
def step(request: BuilderRequest, body: str, code: str, page: str) -> HttpResponse:
    """Show a page's panel; by POST, keep what was typed. Raises NotFound."""
    bench = open_writing(request, body, code)
    place = page_at(bench.definition, page, pages.part_of(request))
    editor = StepEditor(bench.definition, place)
    if request.method != "POST":
        return _draw_step(request, bench, editor, editor.as_it_is())
    typed = editor.read(posted(request))
    if "_line" in request.POST:
        return _draw_step(request, bench, editor, typed)
    try:
        edit = editing.edit_step(
            version_id=bench.version.pk,
            by=request.agent,
            page=page,
            part=place.part,
            values=editor.values(typed),
            seen=request.POST.get("seen", ""),
        )
    except Invalid as refusal:
        return _draw_step(request, bench, editor, typed, errors=refusal.errors)
    except Overtaken as refusal:
        return _draw_step(request, bench, editor, typed, overtaken=refusal)
    said = _("Étape enregistrée.") if edit.change else _("Rien n’a changé.")
    own = pages.after(bench, edit)
    return pages.answered(request, own, edit, step_panel(own, edit.targets[0], place.part, said=said))


def _field(bench: Workbench, address: str) -> FieldPlace:
    try:
        return field_at(bench.definition, address)
    except NotFound:
        raise NotFound(
            _("Cette question n’existe plus : quelqu’un l’a supprimée ou a changé sa clé.")
        ) from None


def _saved(request: BuilderRequest, bench: Workbench, edit: editing.Edit, place: FieldPlace) -> HttpResponse:
    """Go on to the next question to add when asked to, else stay on this one."""
    own, address = pages.after(bench, edit), edit.targets[0]
    said = _("Question enregistrée.") if edit.change else _("Rien n’a changé.")
    if request.POST.get("_then") == ANOTHER:
        return pages.answered(request, own, edit, following_panel(own, address, place, said))
    panel = question_panel(own, address, said=said)
    return pages.answered(request, own, edit, panel, whole=address != place.address)


def following_panel(bench: Workbench, address: str, place: FieldPlace, said: str) -> Panel:
    """Return the boxes of a question to add after one."""
    where = Where(place.page.part, place.page.page["key"], after=address)
    href = f"{bench.address('add')}?{where.query()}"
    return Panel(ADD, add_context(bench, where=where, said=said), address, href)


def _draw_question(
    request: BuilderRequest, bench: Workbench, editor: QuestionEditor, typed: Any, **wrong: Any
) -> HttpResponse:
    context = question_context(bench, editor, typed, **wrong)
    return pages.draw(
        request, bench, QUESTION, context, current=editor.place.address, status=_status(request, wrong)
    )


def _draw_step(
    request: BuilderRequest, bench: Workbench, editor: StepEditor, typed: Any, **wrong: Any
) -> HttpResponse:
    context = step_context(bench, editor, typed, **wrong)
    current = f"{editor.place.part}:{editor.place.page['key']}"
    return pages.draw(request, bench, STEP, context, current=current, status=_status(request, wrong))


def _status(request: BuilderRequest, wrong: dict[str, Any]) -> int:
    """Return the status of a panel: htmx only puts in place what was answered well."""
    if not wrong or pages.is_partial(request):
        return 200
    return 409 if "overtaken" in wrong else 422

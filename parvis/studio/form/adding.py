"""Adding questions, one after the other without leaving the keyboard."""

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parvis.catalogue.composition.reading import PAGE, Line
from parvis.catalogue.field_types import clean_line, clean_text, registry
from parvis.catalogue.services import editing
from parvis.common.errors import NotFound
from parvis.studio.entrance import BuilderRequest
from parvis.studio.form import page as pages
from parvis.studio.form.additions import GUESS, SHARED, Adding, Where, add_context, shared_question, where_of
from parvis.studio.form.kinds import kind
from parvis.studio.form.panels import Panel, question_panel
from parvis.studio.workbench import Workbench, open_writing

ADD = "studio/form/add.html"
SETTLE, SAME = "regler", "meme"
"""What follows: the panel of the question just added, or another of the same type."""


@require_http_methods(["GET", "POST"])
def add(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Show the boxes of a new question; by POST, add it and show them again, ready for the next. Raises NotFound."""
    bench = open_writing(request, body, code)
    where = where_of(request, bench)
    if request.method != "POST":
        return pages.draw(request, bench, ADD, add_context(bench, where=where), current=_current(where))
    typed = _typed(request.POST)
    if typed.code.startswith(SHARED):
        return _add_shared(request, bench, where, typed)
    line = typed.line()
    if line is None:
        status = 200 if pages.is_partial(request) else 422
        return pages.draw(request, bench, ADD, add_context(bench, where=where, typed=typed), status=status)
    if line.kind == PAGE:
        return _add_step(request, bench, where, line)
    edit = editing.add_questions(
        version_id=bench.version.pk,
        by=request.agent,
        fields=[typed.question(line)],
        page=where.page,
        part=where.part,
        after=where.after,
        block=where.block,
    )
    return _added(request, bench, edit, where, line)


def _add_shared(request: BuilderRequest, bench: Workbench, where: Where, typed: Adding) -> HttpResponse:
    """Add a copy of a block that the body shares, and show its panel. Raises NotFound, Invalid."""
    question = shared_question(bench, typed.code.removeprefix(SHARED), typed.label)
    if question is None:
        raise NotFound
    edit = editing.add_questions(
        version_id=bench.version.pk,
        by=request.agent,
        fields=[question],
        page=where.page,
        part=where.part,
        after=where.after if "." not in where.after else where.after.partition(".")[0],
    )
    said = _("Bloc « %(label)s » ajouté.") % {"label": question["label"]}
    own = pages.after(bench, edit)
    return pages.answered(request, own, edit, question_panel(own, edit.targets[0], said=said))


def _add_step(request: BuilderRequest, bench: Workbench, where: Where, line: Line) -> HttpResponse:
    """Add a step after the one where one was; what is added next goes there."""
    edit = editing.add_written(
        version_id=bench.version.pk,
        by=request.agent,
        parts=[(line.label, [])],
        page=where.page,
        part=where.part,
    )
    said = _("Étape « %(title)s » ajoutée.") % {"title": line.label}
    own, following = pages.after(bench, edit), Where(where.part, edit.targets[0])
    return _again(request, own, edit, following, Adding(), said)


def _added(
    request: BuilderRequest, bench: Workbench, edit: editing.Edit, where: Where, line: Line
) -> HttpResponse:
    """Show the boxes of the next question, or the panel of this one when it is to be settled first."""
    own, address = pages.after(bench, edit), edit.targets[0]
    then = request.POST.get("_then", "")
    words = {"label": line.label or kind(line.kind).label, "kind": kind(line.kind).label}
    said = _("« %(label)s » ajoutée : %(kind)s.") % words
    if then == SETTLE:
        return pages.answered(request, own, edit, question_panel(own, address, said=said))
    if registry.get(line.kind).nests:
        return _again(request, own, edit, Where(where.part, where.page, block=address), Adding(), said)
    following = Where(where.part, where.page, after=address)
    typed = Adding(required=bool(request.POST.get("required", "")), code=line.kind if then == SAME else GUESS)
    return _again(request, own, edit, following, typed, said)


def _again(
    request: BuilderRequest, bench: Workbench, edit: editing.Edit, where: Where, typed: Adding, said: str
) -> HttpResponse:
    """Show the boxes again, for the next question."""
    context = add_context(bench, where=where, typed=typed, said=said)
    current = where.after or where.block or f"{where.part}:{where.page}"
    if where.after or where.block:
        context["added_href"] = bench.address("question", current)
    href = f"{bench.address('add')}?{where.query()}"
    return pages.answered(request, bench, edit, Panel(ADD, context, current, href))


def _typed(data: QueryDict) -> Adding:
    return Adding(
        label=clean_line(data.get("label", "")),
        code=clean_line(data.get("type", "")),
        required=bool(data.get("required", "")),
        choices=clean_text(data.get("choices", "")),
        help=clean_text(data.get("help", "")),
    )


def _current(where: Where) -> str:
    return where.after or where.block or f"{where.part}:{where.page}"

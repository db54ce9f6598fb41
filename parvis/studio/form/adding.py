"""Adding questions, one after the other without leaving the keyboard."""

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parvis.catalogue.field_types import clean_line, clean_text, registry
from parvis.catalogue.services import editing
from parvis.studio.entrance import BuilderRequest
from parvis.studio.form import page as pages
from parvis.studio.form.additions import Adding, Where, add_context, where_of
from parvis.studio.form.kinds import kind
from parvis.studio.form.panels import Panel, question_panel
from parvis.studio.workbench import Workbench, open_writing

ADD = "studio/form/add.html"
SETTLE = "regler"


@require_http_methods(["GET", "POST"])
def add(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Show the boxes of a new question; by POST, add it and show them again, ready for the next. Raises NotFound."""
    bench = open_writing(request, body, code)
    where = where_of(request, bench)
    if request.method != "POST":
        return pages.draw(request, bench, ADD, add_context(bench, where=where), current=_current(where))
    typed = _typed(request.POST)
    question = typed.question()
    if question is None:
        status = 200 if pages.is_partial(request) else 422
        return pages.draw(request, bench, ADD, add_context(bench, where=where, typed=typed), status=status)
    edit = editing.add_questions(
        version_id=bench.version.pk,
        by=request.agent,
        fields=[question],
        page=where.page,
        part=where.part,
        after=where.after,
        block=where.block,
    )
    return _added(request, bench, edit, where, typed)


def _added(
    request: BuilderRequest, bench: Workbench, edit: editing.Edit, where: Where, typed: Adding
) -> HttpResponse:
    """Show the boxes of the next question, or the panel of this one when it is to be settled first."""
    own, address = pages.after(bench, edit), edit.targets[0]
    words = {"label": typed.label or kind(typed.chosen).label, "kind": kind(typed.chosen).label}
    said = _("« %(label)s » ajoutée : %(kind)s.") % words
    if request.POST.get("_then") == SETTLE or registry.get(typed.chosen).nests:
        return pages.answered(request, own, edit, question_panel(own, address, said=said))
    following = Where(where.part, where.page, after=address)
    context = add_context(own, where=following, typed=Adding(required=typed.required), said=said)
    context["added_href"] = own.address("question", address)
    href = f"{own.address('add')}?{following.query()}"
    return pages.answered(request, own, edit, Panel(ADD, context, address, href))


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

"""The screen of what a procedure says of itself."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parvis.catalogue.errors import Overtaken
from parvis.catalogue.services import editing
from parvis.common.errors import Invalid
from parvis.studio.entrance import BuilderRequest, posted
from parvis.studio.form.shown import summary
from parvis.studio.texts.editor import TextsEditor
from parvis.studio.workbench import Workbench, bench_frame, open_writing


@require_http_methods(["GET", "POST"])
def texts(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Show the texts and rules of a procedure; by POST, keep them. Raises NotFound."""
    bench = open_writing(request, body, code)
    if request.method != "POST":
        return _draw(request, bench, TextsEditor(bench.definition))
    editor = TextsEditor(bench.definition, posted(request))
    seen = request.POST.get("seen", "")
    try:
        values = editor.values()
        editing.set_texts(version_id=bench.version.pk, by=request.agent, values=values, seen=seen)
    except Invalid:
        return _draw(request, bench, editor, status=422)
    except Overtaken as refusal:
        return _draw(request, bench, editor, overtaken=refusal, status=409)
    messages.success(request, _("Textes et règles enregistrés."))
    return redirect(bench.address("texts"))


def _draw(
    request: BuilderRequest,
    bench: Workbench,
    editor: TextsEditor,
    *,
    status: int = 200,
    overtaken: Overtaken | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        **editor.context(),
        "errors": summary(editor.errors),
        "seen": editing.part_checksum(editing.texts_of(bench.definition)),
        "overtaken": overtaken,
    }
    return render(request, "studio/texts/texts.html", bench_frame(request, bench, **context), status=status)

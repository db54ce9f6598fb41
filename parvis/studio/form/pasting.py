"""Pasting a paper form: each line becomes a question or a page, read again by the builder before it is kept."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from parvis.catalogue.composition.places import Document
from parvis.catalogue.composition.reading import CHOICE, MOST_LINES, PAGE, SEVERAL, Line, read_form
from parvis.catalogue.field_types import clean_line, clean_text, registry
from parvis.catalogue.services import editing
from parvis.studio.entrance import BuilderRequest
from parvis.studio.form import page as pages
from parvis.studio.form.additions import Where, where_of
from parvis.studio.form.choice_lines import as_lines, read_lines
from parvis.studio.form.kinds import by_family, kinds
from parvis.studio.form.panels import panel_of
from parvis.studio.form.step import LONGEST_TITLE
from parvis.studio.workbench import Workbench, open_writing

PASTE = "studio/form/paste.html"
LEFT_OUT = "rien"


@require_http_methods(["GET", "POST"])
def paste(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Show the box; by POST, show what its lines would become, then add what was kept. Raises NotFound."""
    bench = open_writing(request, body, code)
    where = where_of(request, bench)
    context: dict[str, Any] = {
        "action": f"{bench.address('paste')}?{where.query()}",
        "where": where,
        "families": by_family(kinds()),
        "text": "",
        "lines": [],
        "errors": [],
        "optional": bool(request.POST.get("optional", "")),
    }
    if request.method != "POST":
        return pages.draw(request, bench, PASTE, context)
    if "_keep" in request.POST:
        kept = _kept(request.POST)
        if kept:
            return _add(request, bench, where, kept)
    text = clean_text(request.POST.get("text", ""))
    lines = read_form(text, required=not context["optional"])
    missing = [] if lines else [{"id": "q-text", "text": _("Collez au moins une question, une par ligne.")}]
    context |= {"text": text, "lines": _shown(lines), "errors": missing}
    status = 422 if missing and not pages.is_partial(request) else 200
    return pages.draw(request, bench, PASTE, context, status=status)


def _add(request: BuilderRequest, bench: Workbench, where: Where, kept: list[Line]) -> HttpResponse:
    """Add the questions, page by page: those before the first page go where one was."""
    edit = editing.add_written(
        version_id=bench.version.pk,
        by=request.agent,
        parts=_by_step(kept),
        page=where.page,
        part=where.part,
        after=where.after,
        block=where.block,
    )
    added = sum(1 for line in kept if line.kind != PAGE)
    said = ngettext("%(count)d question ajoutée.", "%(count)d questions ajoutées.", added) % {"count": added}
    own = pages.after(bench, edit)
    return pages.answered(request, own, edit, panel_of(own, edit.targets[-1], said=said))


def _by_step(kept: list[Line]) -> list[tuple[str, list[Document]]]:
    """Return the questions under the title of their step, empty for those before the first."""
    parts: list[tuple[str, list[Document]]] = [("", [])]
    for line in kept:
        if line.kind == PAGE:
            parts.append((line.label[:LONGEST_TITLE], []))
        else:
            parts[-1][1].append(line.question())
    return parts


def _shown(lines: list[Line]) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "kind": line.kind,
            "label": line.label,
            "required": line.required,
            "after": "" if line.after_yes is None else "oui" if line.after_yes else "non",
            "choices": as_lines(line.question().get("options", ())) if line.kind in {CHOICE, SEVERAL} else "",
            "offers": line.kind in {CHOICE, SEVERAL},
        }
        for number, line in enumerate(lines)
    ]


def _kept(data: QueryDict) -> list[Line]:
    """Return the lines as the builder left them."""
    kept = []
    for number in range(
        min(int(data.get("count", "0") or 0) if data.get("count", "0").isdigit() else 0, MOST_LINES)
    ):
        label = clean_line(data.get(f"{number}.label", ""))
        code = clean_line(data.get(f"{number}.type", ""))
        if not label or code == LEFT_OUT or (code != PAGE and code not in registry):
            continue
        choices = tuple(one["label"] for one in read_lines(clean_text(data.get(f"{number}.choices", ""))))
        required = bool(data.get(f"{number}.required", ""))
        asked = {"oui": True, "non": False}.get(str(data.get(f"{number}.after", "")))
        kept.append(Line(code, label, required, choices, after_yes=asked))
    return kept

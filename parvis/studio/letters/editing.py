"""Writing a letter: its parts, what it says for a case, a new version with its reason."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parvis.catalogue.access import get_letter
from parvis.catalogue.field_types import clean_line
from parvis.catalogue.letter_queries import names_known, versions_of
from parvis.catalogue.letters.document import faults
from parvis.catalogue.models import LetterTemplate, LetterUse
from parvis.catalogue.services.letter_templates import record_letter
from parvis.common.errors import Invalid
from parvis.documents.access import shown_pdf
from parvis.studio.entrance import BuilderRequest, posted
from parvis.studio.frame import enter, frame
from parvis.studio.letters import fields
from parvis.studio.letters.editor import LetterEditor
from parvis.studio.letters.trying import Trial, first_words, pdf_of, try_letter


@require_http_methods(["GET", "POST"])
def edit(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Show the parts of a letter; by POST, change them, try them or keep them. Raises NotFound."""
    template = get_letter(request.agent, enter(request, body).pk, code)
    last = next(iter(versions_of(template)), None)
    answers = fields.compared(template)
    if request.method != "POST":
        words = last.document if last else first_words(template)
        editor = LetterEditor.of_document(answers, words)
        return _draw(request, template, editor, reason="")
    editor = LetterEditor.read(answers, posted(request))
    if "_keep" not in request.POST:
        return _draw(request, template, editor, check="_try" in request.POST)
    document, reason = editor.document(), request.POST.get("reason", "")
    if editor.errors:
        return _draw(request, template, editor, status=422)
    try:
        kept = record_letter(template=template, document=document, reason=reason, by=request.agent)
    except Invalid as refusal:
        editor.errors = refusal.errors
        return _draw(request, template, editor, status=422)
    messages.success(request, _("La version %(number)d est en service.") % {"number": kept.number})
    return redirect("studio:letter", body, code)


@require_POST
def preview(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Draw again what the letter says, as it is typed. Raises NotFound."""
    template = get_letter(request.agent, enter(request, body).pk, code)
    editor = LetterEditor.read(fields.compared(template), posted(request))
    return render(request, "studio/letters/said.html", {"trial": _trial(request, template, editor)})


@require_POST
def preview_pdf(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Give the letter as PDF, as it is typed. Raises NotFound, BadLetter."""
    organisation = enter(request, body)
    template = get_letter(request.agent, organisation.pk, code)
    editor = LetterEditor.read(fields.compared(template), posted(request))
    made = pdf_of(_trial(request, template, editor), organisation)
    return HttpResponse(made, headers=shown_pdf(_("Aperçu.pdf")))


def _trial(request: BuilderRequest, template: LetterTemplate, editor: LetterEditor) -> Trial:
    document, number = editor.document(), clean_line(request.POST.get("case", ""))
    decides = template.use == LetterUse.DECISION
    wrong = editor.errors or faults(document, names_known(template), decides=decides)
    if wrong:
        place, said = next(iter(wrong.items()))
        return Trial(number, error=_sentence(place, said[0]))
    return try_letter(template, document, request.organisation, request.agent, number)


def _draw(
    request: BuilderRequest,
    template: LetterTemplate,
    editor: LetterEditor,
    *,
    status: int = 200,
    check: bool = False,
    reason: str | None = None,
) -> HttpResponse:
    trial = _trial(request, template, editor)
    if check and not editor.errors:
        decides = template.use == LetterUse.DECISION
        editor.errors = faults(editor.document(), names_known(template), decides=decides)
    context: dict[str, Any] = {
        "template": template,
        "title": editor.title,
        "title_errors": editor.errors.get("title", []),
        "lines": editor.drawn(),
        "errors": [
            {"id": _box(place), "text": _sentence(place, said)}
            for place, found in editor.errors.items()
            for said in found
        ],
        "reason": request.POST.get("reason", "") if reason is None else reason,
        "reason_errors": editor.errors.get("reason", []),
        "groups": fields.offered(template),
        "trial": trial,
    }
    return render(request, "studio/letters/edit.html", frame(request, **context), status=status)


def _sentence(place: str, said: str) -> str:
    """Return a fault with its place, as the summary says it."""
    _parts, _dot, rest = place.partition("parts.")
    rank = rest.partition(".")[0]
    if not rank.isdigit():
        return said
    return _("Partie %(number)d : %(said)s") % {"number": int(rank) + 1, "said": said}


def _box(place: str) -> str:
    if place in {"title", "reason"}:
        return f"id_{place}"
    _parts, _dot, rest = place.partition("parts.")
    rank = rest.partition(".")[0]
    return f"partie-{rank}-texte" if rank.isdigit() else ""

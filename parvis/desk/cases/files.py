"""Files of a case: opened safely, printed, and taken in with an answer."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from parvis.cases import access, desk_queries
from parvis.cases.models import Direction
from parvis.cases.numbers import say_number
from parvis.common.errors import NotFound
from parvis.desk.cases.forms import GestureForm
from parvis.desk.entrance import AgentRequest
from parvis.documents import access as documents
from parvis.documents.errors import RefusedFile
from parvis.documents.models import ScanState, StoredFile
from parvis.documents.pdf_programs import holds_program
from parvis.documents.queries import issued_documents
from parvis.documents.services.merge import merge_files
from parvis.documents.services.store import store_file
from parvis.documents.services.thumbnails import thumbnail


@require_safe
def attachment(request: AgentRequest, number: str, attachment_id: UUID) -> HttpResponseBase:
    """Open a file: images and PDF in the browser, the rest saved. Raises NotFound, NotScannedYet, Infected."""
    case = access.get_case_by_number(number)
    return _answered(
        desk_queries.case_attachment(case, attachment_id).file, inline="enregistrer" not in request.GET
    )


@require_safe
def small(request: AgentRequest, number: str, attachment_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Show an image small. Raises NotFound, NotScannedYet, Infected."""
    case = access.get_case_by_number(number)
    picture = thumbnail(desk_queries.case_attachment(case, attachment_id).file)
    headers = {"Cache-Control": "private, max-age=3600", "Content-Security-Policy": documents.NOTHING}
    return HttpResponse(picture, content_type="image/jpeg", headers=headers)


@require_safe
def printed(request: AgentRequest, number: str) -> HttpResponse:
    """Give every image and PDF of a case as one PDF, to print. Raises NotFound."""
    case = access.get_case_by_number(number)
    try:
        made, left_out = merge_files([each.file for each in desk_queries.attachments_of(case)])
    except RefusedFile as refusal:
        messages.warning(request, str(refusal))
        return redirect("desk:case", number)
    if left_out:
        names = ", ".join(left_out[:10])
        messages.info(request, _("Pièces à imprimer à part : %(names)s.") % {"names": names})
    name = _("Pièces %(number)s.pdf") % {"number": say_number(case.number)}
    return HttpResponse(made, headers=documents.shown_pdf(name))


@require_safe
def document(request: AgentRequest, number: str, document_id: UUID) -> HttpResponseBase:
    """Open a letter issued about a case. Raises NotFound."""
    case = access.get_case_by_number(number)
    for issued in issued_documents(case.pk):
        if issued.pk == document_id:
            return _answered(issued.file, inline="enregistrer" not in request.GET)
    raise NotFound


@require_safe
def letter(request: AgentRequest, number: str, message_id: UUID) -> HttpResponse:
    """Show an answer as a letter to print, for a person reached by post. Raises NotFound."""
    case = access.get_case_by_number(number)
    message = desk_queries.case_message(case, message_id)
    if message.direction != Direction.OUTBOUND:
        raise NotFound
    return render(
        request,
        "desk/cases/letter.html",
        {"case": case, "message": message, "number": say_number(case.number)},
    )


def store(form: GestureForm, field: str) -> tuple[UUID, ...] | None:
    """Store the files a form brings; the reason of a refusal goes under the field, and None is returned."""
    stored = []
    for given in form.cleaned_data[field]:
        try:
            stored.append(store_file(name=given.name, content=given).pk)
        except RefusedFile as refusal:
            form.add_error(field, _("%(name)s : %(text)s") % {"name": given.name, "text": refusal})
    return None if form.errors else tuple(stored)


def _answered(file: StoredFile, *, inline: bool) -> FileResponse:
    """Give a file; a PDF that someone sent and that runs something is saved, not shown."""
    opened = documents.open_for_download(file)
    shown = inline and (
        file.media_type != "application/pdf" or file.scan_state == ScanState.MADE or not holds_program(opened)
    )
    response = FileResponse(opened)
    for name, value in documents.download_headers(file, inline=shown).items():
        response[name] = value
    return response

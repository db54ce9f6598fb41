"""Files of a case: opened safely, printed, and taken in with an answer."""

from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
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
from parvis.documents.models import StoredFile
from parvis.documents.queries import issued_documents
from parvis.documents.services.store import store_file


@require_safe
def attachment(request: AgentRequest, number: str, attachment_id: UUID) -> HttpResponseBase:
    """Open a file: images and PDF in the browser, the rest saved. Raises NotFound, NotScannedYet, Infected."""
    case = access.get_case_by_number(number)
    return _answered(
        desk_queries.case_attachment(case, attachment_id).file, inline="enregistrer" not in request.GET
    )


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
    response = FileResponse(documents.open_for_download(file))
    for name, value in documents.download_headers(file, inline=inline).items():
        response[name] = value
    return response

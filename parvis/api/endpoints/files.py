"""Files: sent first, then named in the answers of a case."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import File, Router, Status
from ninja.files import UploadedFile

from parvis.api.access import Bearer
from parvis.api.contract import refusals
from parvis.api.models import Scope
from parvis.api.services.uploads import keep_upload
from parvis.api.shapes import FileOut
from parvis.documents import access

router = Router(tags=["files"])


@router.post(
    "/files",
    auth=Bearer(Scope.CASES_CREATE),
    operation_id="send_file",
    summary="Send a file",
    response={201: FileOut},
    openapi_extra=refusals(400, 413, 415, 422),
)
def send_file(request: HttpRequest, file: File[UploadedFile]) -> Status[dict[str, Any]]:
    """Send a file (multipart/form-data), then put the answer whole into the case's answers.

    Ten megabytes at most. What the file is, is read from its content. It waits seven days for its case.
    """
    stored = keep_upload(by=request.auth, file=file)  # type: ignore[attr-defined]
    return Status(201, file_out(stored))


@router.get(
    "/files/{uuid:file_id}",
    auth=Bearer(Scope.CASES_READ),
    operation_id="read_file",
    summary="Download a file of a case",
    response={200: None},
    openapi_extra=refusals(404),
)
def read_file(request: HttpRequest, file_id: UUID) -> FileResponse:  # noqa: ARG001 - ninja's signature
    """Return the content of a file of a case your body takes part in, once the antivirus has let it pass."""
    stored = access.get_file(file_id)
    answer = FileResponse(access.open_for_download(stored))
    for name, value in access.download_headers(
        stored
    ).items():  # after Django, which would name it by its key
        answer[name] = value
    return answer


def file_out(stored: Any) -> dict[str, Any]:
    """Return a stored file as the answers hold it."""
    return {"id": stored.pk, "name": stored.name, "size": stored.size, "type": stored.media_type}

"""Who may open a file: whoever its row is shown to, once the antivirus has let it pass."""

from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils.http import content_disposition_header

from parvis.common.errors import NotFound
from parvis.documents.errors import Infected, NotScannedYet
from parvis.documents.kinds import INLINE_MEDIA_TYPES
from parvis.documents.models import ScanState, StoredFile

READABLE = frozenset({ScanState.CLEAN, ScanState.SKIPPED, ScanState.MADE})
_PDF = "application/pdf"
NOTHING = "default-src 'none'; sandbox; frame-ancestors 'none'"
# A sandbox would keep browsers from starting their own PDF reader.
_READER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def shown_pdf(name: str) -> dict[str, str]:
    """Return the headers with which a PDF made on the spot is shown by the browser's own reader."""
    return {
        "Content-Type": _PDF,
        "Content-Disposition": content_disposition_header(False, name) or "inline",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": _READER,
    }


def get_file(file_id: UUID) -> StoredFile:
    """Return a file that the actor sees. Raises NotFound."""
    try:
        return StoredFile.objects.get(pk=file_id)
    except StoredFile.DoesNotExist:
        raise NotFound from None


def open_for_download(file: StoredFile) -> "File[bytes]":
    """Return the content, open for reading. Raises NotScannedYet, Infected, or NotFound when the content is gone."""
    if file.scan_state == ScanState.PENDING:
        raise NotScannedYet
    if file.scan_state == ScanState.INFECTED:
        raise Infected
    try:
        return default_storage.open(file.key)
    except FileNotFoundError:
        raise NotFound from None


def can_show(file: StoredFile) -> bool:
    """Return whether a browser may show a file: images and PDF, save what the antivirus could not read."""
    return file.media_type in INLINE_MEDIA_TYPES and file.scan_state in READABLE


def download_headers(file: StoredFile, *, inline: bool = False) -> dict[str, str]:
    """Return the headers with which a content is answered, so that a browser never runs it.

    ``inline`` asks to show it in the page; only what ``can_show`` is, everything else is saved.
    """
    shown = inline and can_show(file)
    headers = {
        "Content-Type": file.media_type
        if not file.media_type.startswith("text/")
        else "text/plain; charset=utf-8",
        "Content-Disposition": content_disposition_header(not shown, file.name) or "attachment",
        "Content-Length": str(file.size),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return headers | {"Content-Security-Policy": _READER if shown and file.media_type == _PDF else NOTHING}

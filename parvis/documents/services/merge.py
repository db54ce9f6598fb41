"""Several files as one PDF to print: pages only, without what a PDF may run, open or hide."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog
from django.utils.translation import gettext as _

from parvis.documents import images
from parvis.documents.access import READABLE, open_for_download
from parvis.documents.errors import RefusedFile
from parvis.documents.kinds import KINDS
from parvis.documents.models import StoredFile

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter

MAX_BYTES = 60_000_000
MAX_PAGES = 400
_IMAGES = {kind.media_type: kind.code for kind in KINDS.values() if kind.is_image}
_PDF = KINDS["pdf"].media_type
log = structlog.get_logger()


def can_merge(file: StoredFile) -> bool:
    """Return whether a file can be printed with others: images and PDF that the antivirus let pass."""
    return file.scan_state in READABLE and (file.media_type == _PDF or file.media_type in _IMAGES)


def merge_files(files: Sequence[StoredFile]) -> tuple[bytes, list[str]]:
    """Return the PDF of the files in order, and the names of those left out: of another kind, damaged or locked.

    Raises RefusedFile when there is nothing to print, or more than a printer should be given at once (``MAX_BYTES``,
    ``MAX_PAGES``).
    """
    from pypdf import PdfWriter  # noqa: PLC0415 - a process that merges nothing does without its 15 MB

    kept = [file for file in files if can_merge(file)]
    if sum(file.size for file in kept) > MAX_BYTES:
        raise RefusedFile(_("Ces pièces sont trop lourdes pour un seul document. Imprimez-les une par une."))
    writer, left_out = PdfWriter(), [file.name for file in files if file not in kept]
    left_out += [file.name for file in kept if not _append(writer, file)]
    if not writer.pages:
        raise RefusedFile(_("Aucune de ces pièces ne peut être imprimée avec les autres."))
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue(), left_out


def _append(writer: "PdfWriter", file: StoredFile) -> bool:
    """Add the pages of a file; say whether it could be read."""
    try:
        pages = _pages(file)
        if room := len(writer.pages) + len(pages) <= MAX_PAGES:
            for page in pages:
                for key in ("/Annots", "/AA"):  # what a page links to, runs, or asks to be filled
                    page.pop(key, None)
                writer.add_page(page)
    except Exception as error:  # noqa: BLE001 - a damaged PDF fails anywhere in the library, in any way
        log.info("documents.not_merged", file=str(file.pk), error=type(error).__name__)
        return False
    if not room:
        raise RefusedFile(_("Ces pièces ont trop de pages pour un seul document. Imprimez-les une par une."))
    return True


def _pages(file: StoredFile) -> "list[PageObject]":
    """Return the pages of a PDF, or the one of an image, as large as it can be on A4."""
    from pypdf import PdfReader  # noqa: PLC0415 - as above

    with open_for_download(file) as content:
        if file.media_type != _PDF:
            return list(PdfReader(images.page_of(content, _IMAGES[file.media_type])).pages)
        return list(PdfReader(io.BytesIO(content.read())).pages)

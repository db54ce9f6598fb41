"""Kinds of files that are accepted, and how each is recognised by what it holds rather than by what it is called."""

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

import puremagic
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """One kind of file: its code in procedures, its registered type, the ends of name that go with it.

    ``is_image``: re-encoded on arrival. ``inline``: a browser may show it, rather than save it. ``becomes``: the
    codes of what it is converted to on arrival; it is taken wherever one of those is accepted.
    """

    code: str
    label: str | Promise
    media_type: str
    extensions: tuple[str, ...]
    is_image: bool = False
    inline: bool = False
    becomes: tuple[str, ...] = ()


KINDS = {
    kind.code: kind
    for kind in (
        Kind("pdf", _("PDF"), "application/pdf", ("pdf",), inline=True),
        Kind(
            "jpeg", _("photo JPEG"), "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), is_image=True, inline=True
        ),
        Kind("png", _("image PNG"), "image/png", ("png",), is_image=True, inline=True),
        Kind("webp", _("image WebP"), "image/webp", ("webp",), is_image=True, inline=True),
        Kind("odt", _("texte OpenDocument"), "application/vnd.oasis.opendocument.text", ("odt",)),
        Kind("ods", _("tableur OpenDocument"), "application/vnd.oasis.opendocument.spreadsheet", ("ods",)),
        Kind(
            "docx",
            _("texte Word"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ("docx",),
        ),
        Kind(
            "xlsx",
            _("tableur Excel"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ("xlsx",),
        ),
        Kind("txt", _("texte simple"), "text/plain", ("txt",)),
        Kind("csv", _("tableau CSV"), "text/csv", ("csv",)),
    )
}
SCANS = (
    Kind(
        "heic", _("photo HEIC"), "image/heic", ("heic", "heif", "hif"), is_image=True, becomes=("jpeg", "png")
    ),
    Kind(
        "tiff", _("image TIFF"), "image/tiff", ("tif", "tiff"), is_image=True, becomes=("jpeg", "png", "pdf")
    ),
)
"""What phones and scanners make and other people's computers do not all open: converted on arrival."""
DEFAULT_KINDS = ("pdf", "jpeg", "png", "webp", "odt", "docx")
INLINE_MEDIA_TYPES = frozenset(kind.media_type for kind in KINDS.values() if kind.inline)

_OFFICE_FOLDERS = {"word/": "docx", "xl/": "xlsx"}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1"}
_HEAD = 4096
# Text that a browser would run if it were ever served with a careless type.
_ACTIVE_TEXT = ("<html", "<!doctype", "<svg", "<script", "<?xml", "<body", "<iframe")


def accepted_kinds(allowed: Iterable[str] | None) -> list[Kind]:
    """Return the kinds that a list allows; an entry is a code, an end of name, a media type or ``image/*``.

    ``None`` means the usual ones (``DEFAULT_KINDS``). What is not known is left out: it could not be checked.
    """
    if allowed is None:
        return [KINDS[code] for code in DEFAULT_KINDS]
    wanted = {entry.strip().lower().lstrip(".") for entry in allowed}
    return [
        kind
        for kind in KINDS.values()
        if wanted & {kind.code, *kind.extensions, kind.media_type}
        or (kind.is_image and wanted & {"image", "image/*"})
    ]


def scans_taken(kinds: Iterable[Kind]) -> list[Kind]:
    """Return the kinds that are taken besides, to be converted to one of these."""
    codes = {kind.code for kind in kinds}
    return [scan for scan in SCANS if codes & set(scan.becomes)]


def ends_taken(kinds: Iterable[Kind]) -> str:
    """Return the ends of names that a page's file box offers: « .pdf,.jpg… »."""
    offered = list(kinds)
    return ",".join(f".{end}" for kind in (*offered, *scans_taken(offered)) for end in kind.extensions)


def recognise(content: IO[bytes], *, extension: str) -> Kind | None:
    """Return the kind of a content, or None when it is no accepted kind.

    ``extension`` only tells text from table: both are plain text. The reading position is put back at the
    start.
    """
    content.seek(0)
    head = content.read(_HEAD)
    content.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return _recognise_archive(content)
    found = _media_types(head)
    if head[4:8] == b"ftyp":  # a box of the family of videos: its brand says that it holds an image
        return SCANS[0] if head[8:12] in _HEIC_BRANDS else None
    for kind in (*KINDS.values(), *SCANS):
        if kind.media_type in found:
            return kind
    return _recognise_text(content, extension) if not found else None


def _media_types(head: bytes) -> set[str]:
    try:
        return {match.mime_type or match.extension for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()


def _recognise_archive(content: IO[bytes]) -> Kind | None:
    """Recognise office documents by what their archive lists; nothing is unpacked but a short type."""
    try:
        with zipfile.ZipFile(content) as archive:
            code = _office_code(archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        code = None
    content.seek(0)
    return KINDS.get(code or "")


def _office_code(archive: zipfile.ZipFile) -> str | None:
    names = archive.namelist()
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        return None  # macros: a program, not a document
    if "[Content_Types].xml" in names:
        return next(
            (code for folder, code in _OFFICE_FOLDERS.items() if any(n.startswith(folder) for n in names)),
            None,
        )
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
        told = archive.read("mimetype").decode("ascii", "replace").strip()
        return next((kind.code for kind in KINDS.values() if kind.media_type == told), None)
    return None


def _recognise_text(content: IO[bytes], extension: str) -> Kind | None:
    text = content.read()
    content.seek(0)
    try:
        words = text.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = text.decode("cp1252", "replace")
    if any(ord(char) < 32 and char not in "\t\n\r\f" for char in words):
        return None
    start = words.lstrip().lower()[:_HEAD]
    if any(mark in start for mark in _ACTIVE_TEXT):
        return None
    return KINDS["csv" if extension == "csv" else "txt"]

"""Outlook's « winmail.dat » (TNEF): the text and files that only Outlook sees."""

from tnefparse import TNEF

_LARGEST = 30_000_000
_MOST = 50


def is_one(media_type: str, name: str) -> bool:
    """Say whether a part is a TNEF object."""
    return media_type in {"application/ms-tnef", "application/vnd.ms-tnef"} or name.lower() == "winmail.dat"


def opened(content: bytes) -> tuple[str, list[tuple[str, bytes]]] | None:
    """Return the text and the files (name, content) of a TNEF object, None when it can't be read."""
    if not content or len(content) > _LARGEST:
        return None
    try:
        found = TNEF(content, do_checksum=False)
        files = [(_name(file), bytes(file.data)) for file in found.attachments[:_MOST] if file.data]
        return _text(found.body), files
    except Exception:  # noqa: BLE001 - the library reads a hostile binary format and raises whatever comes
        return None


def _name(file: object) -> str:
    try:
        return str(file.long_filename() or getattr(file, "name", ""))[:200]  # type: ignore[attr-defined]
    except (AttributeError, UnicodeError, ValueError, TypeError):
        return "document"


def _text(body: object) -> str:
    if isinstance(body, bytes):
        return body.decode("cp1252", "replace").strip("\x00 \r\n")
    return str(body or "").strip("\x00 \r\n")

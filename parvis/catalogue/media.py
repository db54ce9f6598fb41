"""Kinds of media that forms show, each recognised by its content, and their addresses."""

import re
from dataclasses import dataclass
from typing import IO

from parvis.documents.kinds import recognise

MEGABYTE = 1_000_000
ADDRESS = "/media/"
NAMING = ("file", "poster", "captions")
"""Options of a question of type « media » that name one."""
IMAGES, VIDEOS, CAPTIONS = ("jpg", "png", "webp"), ("mp4", "webm"), ("vtt",)


@dataclass(frozen=True, slots=True)
class MediaKind:
    """One kind: the end of its name, its registered type, how heavy it may be (bytes)."""

    end: str
    media_type: str
    largest: int


KINDS = {
    kind.end: kind
    for kind in (
        MediaKind("jpg", "image/jpeg", 5 * MEGABYTE),
        MediaKind("png", "image/png", 5 * MEGABYTE),
        MediaKind("webp", "image/webp", 5 * MEGABYTE),
        MediaKind("mp4", "video/mp4", 60 * MEGABYTE),
        MediaKind("webm", "video/webm", 60 * MEGABYTE),
        MediaKind("vtt", "text/vtt", MEGABYTE),
    )
}
_IMAGE_ENDS = {"jpeg": "jpg", "png": "png", "webp": "webp"}
_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash", b"MSNV")
_CODE = re.compile(r"[0-9a-f]{64}\.([a-z0-9]{3,4})")


def pattern_of(ends: tuple[str, ...]) -> str:
    """Return the pattern of the codes of some kinds, for the schema of definitions."""
    return rf"^[0-9a-f]{{64}}\.({'|'.join(ends)})$"


def kind_of(code: str) -> MediaKind | None:
    """Return the kind that a code says, None when it is no code."""
    found = _CODE.fullmatch(code)
    return KINDS.get(found[1]) if found else None


def address_of(code: str) -> str:
    """Return where a medium is served, by us; "" for what is no code."""
    return f"{ADDRESS}{code}" if kind_of(code) else ""


def recognised(content: IO[bytes]) -> MediaKind | None:
    """Return the kind of a content by what it holds, None when forms do not show it."""
    content.seek(0)
    head = content.read(4096)
    content.seek(0)
    if head[4:8] == b"ftyp" and head[8:12] in _BRANDS:
        return KINDS["mp4"]
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64]:
        return KINDS["webm"]
    if head.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        return KINDS["vtt"]
    image = recognise(content, extension="")
    return KINDS[_IMAGE_ENDS[image.code]] if image is not None and image.code in _IMAGE_ENDS else None

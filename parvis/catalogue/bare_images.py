"""Whether an image holds its pixels and nothing else, read from its container alone.

An image that comes from another installation keeps its bytes, hence its name, only then: what a phone or a hand hid in
it would be served to everyone. Formats: ITU T.81 (JPEG), RFC 2083 (PNG), RFC 9649 (WebP).
"""

import struct

_JPEG_PARTS = {0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD, 0xDA, 0xE0, 0xEE}
"""Markers of tables and pixels, and the two that only say how colours are written (JFIF, Adobe)."""
_PNG_PARTS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
_WEBP_PARTS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}
_LONGEST_HEADER = 16


def is_bare(content: bytes, end: str) -> bool:
    """Return whether an image (« jpg », « png », « webp ») holds nothing beside its pixels, nothing after them."""
    try:
        return {"jpg": _is_bare_jpeg, "png": _is_bare_png, "webp": _is_bare_webp}[end](content)
    except (struct.error, IndexError, KeyError):
        return False


def _is_bare_jpeg(content: bytes) -> bool:
    at = 2
    while content[at] == 0xFF and content[at + 1] in _JPEG_PARTS:
        (length,) = struct.unpack_from(">H", content, at + 2)
        if content[at + 1] in (0xE0, 0xEE) and length > _LONGEST_HEADER:
            return False
        at += 2 + length
        if content[at - length - 1] == 0xDA:  # pixels, in which a marker never stands but to end or to go on
            at = _after_pixels(content, at)
    return content[at:] == b"\xff\xd9"


def _after_pixels(content: bytes, at: int) -> int:
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise IndexError
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2


def _is_bare_png(content: bytes) -> bool:
    at, name = 8, b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", content, at)
        if name not in _PNG_PARTS:
            return False
        at += 12 + length
    return at == len(content)


def _is_bare_webp(content: bytes) -> bool:
    (size,) = struct.unpack_from("<I", content, 4)
    at = 12
    while at < len(content):
        name, length = struct.unpack_from("<4sI", content, at)
        if name not in _WEBP_PARTS:
            return False
        at += 8 + length + length % 2
    return bool(at == len(content) == size + 8)

"""The logo at the head of letters: the body's drawing, or the image that it uploaded."""

import re
from functools import lru_cache
from typing import Any

from django.core.files.storage import default_storage

from parvis.documents import images
from parvis.documents.errors import RefusedFile
from parvis.documents.typesetting import can_typeset

MAX_LOGO = 200_000  # characters of SVG
LARGEST = (900, 300)  # pixels: printed 16 mm high, finer than a printer
# The address of a medium of the platform: the SHA-256 of its content, then its kind.
_MEDIUM = re.compile(r"/media/([0-9a-f]{64}\.(jpg|png|webp))")


def logo_of(theme: dict[str, Any]) -> dict[str, Any]:
    """Return the logo of a charter as the layout reads it: its bytes, as text or numbers, and its format.

    ``logo_svg`` is a drawing; ``logo``, the address of a medium of ours. One that is damaged or gone must not stop a
    letter: it is empty, and the name of the body stands in its place.
    """
    drawing = str(theme.get("logo_svg") or "")
    if drawing and len(drawing) <= MAX_LOGO and _is_drawn(drawing):
        return {"content": drawing, "format": "svg"}
    found = _MEDIUM.fullmatch(str(theme.get("logo") or ""))
    pixels = _uploaded(found[1], found[2]) if found else b""
    return {"content": list(pixels), "format": "png"} if pixels else {"content": "", "format": ""}


@lru_cache(maxsize=64)
def _is_drawn(drawing: str) -> bool:
    source = (
        '#set document(title: "t")\n#image(bytes(sys.inputs.logo), format: "svg", height: 16mm, alt: "logo")'
    )
    return can_typeset(source, logo=drawing)


@lru_cache(maxsize=64)
def _uploaded(code: str, kind: str) -> bytes:
    """Return an uploaded image, made small; "" when it cannot be read. Its name is its content's: it never changes."""
    try:
        with default_storage.open(f"media/{code}") as content:
            return images.shrunk(content, {"jpg": "jpeg"}.get(kind, kind), LARGEST)
    except (OSError, RefusedFile):
        return b""

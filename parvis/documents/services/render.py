"""Letters as PDF: tagged for screen readers (PDF/UA-1), made to be archived (PDF/A-2a), the same on every machine."""

import re
from pathlib import Path
from typing import Any

from django.utils import translation

from parvis.common import clock
from parvis.common.errors import NotFound
from parvis.documents.glyphs import drawable
from parvis.documents.logos import logo_of
from parvis.documents.typesetting import typeset

LETTERS = Path(__file__).resolve().parent.parent / "letters"
_NAME = re.compile(r"[a-z_]{1,40}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def render_pdf(template: str, data: dict[str, Any], *, theme: dict[str, Any] | None = None) -> bytes:
    """Return the PDF of a letter: ``letters/<template>.typ`` drawn with ``data`` (JSON types only).

    The data is read by the template as JSON and never becomes part of its source: whatever was typed is printed as it
    was typed. ``theme`` is the body's charter: ``hue`` or ``colour``, ``logo_svg`` or ``logo`` (``logos``). Fonts are
    those of the engine, so that a letter looks the same everywhere. Raises NotFound when there is no such template.
    """
    source = LETTERS / f"{template}.typ"
    if not _NAME.fullmatch(template) or not source.is_file():
        raise NotFound
    language = (translation.get_language() or "fr")[:2]
    letter = {**drawable(data), "theme": _charter(theme or {}), "language": language}
    return typeset(source, letter, timestamp=int(clock.now().timestamp()))


def qr_code(words: str) -> str:
    """Return the QR code of an address, as SVG."""
    import segno  # noqa: PLC0415 - a process that draws no letter does without its 10 MB

    return segno.make(words, error="m", micro=False).svg_inline(border=0, omitsize=True)


def _charter(theme: dict[str, Any]) -> dict[str, Any]:
    """Return what the layout knows of a body's charter; the colour never carries text, so any will do."""
    colour, hue = str(theme.get("colour") or ""), theme.get("hue")
    return {
        "colour": colour if _COLOUR.fullmatch(colour) else "",
        "hue": float(hue) % 360 if isinstance(hue, int | float) else 205.0,
        "logo": logo_of(theme),
    }

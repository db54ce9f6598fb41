"""Post as scanners give it: pages drawn, with what is written on them and codes, as PDF or TIFF."""

import io
from collections.abc import Sequence
from typing import Any

import segno
from PIL import Image, ImageDraw

from parvis.channels.models import PostPile
from parvis.channels.services.inbound_post import Given, keep_pile
from parvis.documents.scans.sheets import sheet_code
from tests.factories.cases import Town

SIZE = (827, 1169)
"""An A4 page at 100 dots an inch."""


def a_page(text: str = "", *, code: str = "", dust: bool = False) -> Image.Image:
    """Return a page: some lines of text, a code, or the holes, the shadow and the dust of a blank sheet."""
    page = Image.new("L", SIZE, 250)
    pen = ImageDraw.Draw(page)
    for line in range(15 if text else 0):
        pen.text((90, 90 + 30 * line), f"{text} " * 6, fill=20)
    if code:
        made = io.BytesIO()
        segno.make(code, error="m", micro=False).save(made, kind="png", scale=4)
        with Image.open(made) as drawn:
            page.paste(drawn.convert("L"), (150, 700))
    if dust:
        pen.ellipse((30, 300, 55, 325), fill=0)
        pen.rectangle((0, 0, 8, SIZE[1]), fill=60)
        for place in range(0, 700, 35):
            pen.point((100 + place, 100 + place), fill=120)
    return page


def a_sheet(team: int = 0) -> Image.Image:
    """Return a separator sheet as it is scanned, a little askew."""
    return a_page(code=sheet_code(team)).rotate(2, fillcolor=250)


def as_pdf(*pages: Image.Image) -> bytes:
    """Return pages as the PDF of a scanner."""
    return _saved("PDF", pages, resolution=100)


def as_tiff(*pages: Image.Image, colours: int = 256) -> bytes:
    """Return pages as the TIFF of a scanner, or of a fax when of two colours."""
    if colours == 2:
        return _saved("TIFF", [page.convert("1") for page in pages], compression="group4")
    return _saved("TIFF", pages)


def keep(town: Town, raw: bytes, *, name: str = "liasse.pdf", **more: Any) -> PostPile:
    """Keep a scan as a door does, for the town's team."""
    given = Given(organisation=town.body, name=name, teams=more.pop("teams", [town.team.pk]), **more)
    return keep_pile(raw=raw, given=given)[0]


def _saved(kind: str, pages: Sequence[Image.Image], **options: Any) -> bytes:
    made = io.BytesIO()
    first, *others = [page.copy() for page in pages]  # Pillow leaves on an image how it was last written
    first.save(made, kind, save_all=True, append_images=others, **options)
    return made.getvalue()

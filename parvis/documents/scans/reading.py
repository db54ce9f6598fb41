"""Reads a pile and cuts it into letters, as a process of its own: it may be ended, run out of memory or crash.

    python -P -m parvis.documents.scans.reading PILE FOLDER SPLIT

Writes in the folder, for each letter, its PDF and pictures of its first pages; then ``manifest.json``, which says what
was found or why nothing could be: a short stable code. Nothing of the product but the rules of images is loaded.
"""

import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pypdfium2
import zxingcpp
from django.conf import settings
from PIL import Image

from parvis.documents import images
from parvis.documents.errors import RefusedFile
from parvis.documents.scans.cutting import Page, Split, cuts

MOST_PAGES = 500
MOST_PICTURES = 20
"""Pages of a letter that are shown as pictures; the others are read in its PDF."""
MOST_MEMORY, MOST_SECONDS, MOST_WRITTEN = 2_500_000_000, 180, 400_000_000
_WIDTH, _MOST_PIXELS = 1240, 4_000_000
"""An A4 page at 150 dots an inch: small print is read, codes of 10 mm are found."""
_KIND = {
    b"%PDF": "pdf",
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG": "png",
    b"RIFF": "webp",
    b"II*\0": "tiff",
    b"MM\0*": "tiff",
}


class Refused(Exception):
    """The pile cannot be cut; the argument is a short stable code."""


def read_pile(pile: Path, folder: Path, split: Split) -> dict[str, Any]:
    """Cut a pile and return what was found. Raises Refused."""
    kind = _kind(pile)
    source = pile if kind == "pdf" else _as_pdf(pile, folder, kind)
    pages = list(_look(source, folder))
    letters = cuts(pages, split)
    if not letters:
        raise Refused("blank")
    for rank, letter in enumerate(letters):
        _write(source, letter.pages, folder / f"{rank}.pdf")
        for place, page in enumerate(letter.pages[:MOST_PICTURES]):
            (folder / f"page-{page}.jpg").rename(folder / f"{rank}-{place}.jpg")
    told = [
        {"pages": len(one.pages), "first": one.pages[0] + 1, "codes": one.codes[:20], "team": one.team}
        for one in letters
    ]
    return {"pages": len(pages), "letters": told}


def _kind(pile: Path) -> str:
    with pile.open("rb") as content:
        head = content.read(1024)
    found = next((kind for mark, kind in _KIND.items() if head.startswith(mark)), "")
    if not found and head[4:8] == b"ftyp":
        return "heic"
    if not found and b"%PDF-" in head:  # some scanners write a line before
        return "pdf"
    if not found:
        raise Refused("empty" if not head else "not_a_scan")
    return found


def _as_pdf(pile: Path, folder: Path, kind: str) -> Path:
    """Return the pages of an image as a PDF, each turned upright and read on its own. Raises Refused."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - a process that merges nothing does without its 15 MB

    writer, made = PdfWriter(), folder / "pages.pdf"
    try:
        with pile.open("rb") as content:
            for page in images.pages(content, kind):
                if len(writer.pages) == MOST_PAGES:
                    raise Refused("too_many_pages")
                writer.append(PdfReader(images.as_page(page)))
    except RefusedFile:
        raise Refused("damaged") from None
    with made.open("wb") as written:
        writer.write(written)
    return made


def _look(source: Path, folder: Path) -> Iterator[Page]:
    """Yield what each page shows, and write its picture."""
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        raise Refused("encrypted" if "assword" in str(error) else "damaged") from None
    if not len(document):
        raise Refused("damaged")
    if len(document) > MOST_PAGES:
        raise Refused("too_many_pages")
    for rank in range(len(document)):
        try:
            picture = _picture(document[rank])
        except (pypdfium2.PdfiumError, ValueError):
            raise Refused("damaged") from None
        picture.save(folder / f"page-{rank}.jpg", "JPEG", quality=70)
        yield Page(_codes(picture), is_blank(picture))


def _picture(page: Any) -> Image.Image:
    width, height = page.get_size()
    if not (width > 0 and height > 0):
        raise Refused("damaged")
    scale = min(_WIDTH / width, (_MOST_PIXELS / (width * height)) ** 0.5)
    return cast(
        "Image.Image", page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil().convert("L")
    )


def _codes(picture: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    return [code.text[:300] for code in found if code.text][:10]


def is_blank(picture: Image.Image) -> bool:
    """Say whether nothing is written on a page: noise, dust, the holes and shadows of the edges set aside."""
    width, height = picture.size
    inside = picture.crop((int(width * 0.08), int(height * 0.05), int(width * 0.92), int(height * 0.95)))
    small = inside.reduce(4) if min(inside.size) > 40 else inside
    shades = small.histogram()
    total, seen, paper = sum(shades), 0, 255
    for shade, count in enumerate(shades):
        seen += count
        if seen * 2 >= total:
            paper = shade
            break
    return sum(shades[: max(0, paper - 40)]) * 4000 < total


def _write(source: Path, pages: list[int], made: Path) -> None:
    """Write a letter: pages only, without what a PDF may run, open or hide."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - as above

    try:
        reader, writer = PdfReader(source), PdfWriter()
        for rank in pages:
            page = reader.pages[rank]
            for key in ("/Annots", "/AA"):
                page.pop(key, None)
            writer.add_page(page)
        with made.open("wb") as written:
            writer.write(written)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a damaged PDF fails anywhere in the library, in any way
        raise Refused("damaged") from None


def main(pile: str, folder: str, split: str) -> None:
    """Read a pile within bounds and write what was found."""
    settings.configure(USE_I18N=False)
    for bound, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN),
    ):
        resource.setrlimit(bound, (most, most))
    try:
        told = read_pile(Path(pile), Path(folder), cast("Split", split))
    except Refused as refusal:
        told = {"refused": str(refusal)}
    except MemoryError:
        told = {"refused": "too_heavy"}
    (Path(folder) / "manifest.json").write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:4])

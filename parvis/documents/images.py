"""Images rebuilt from their pixels alone: upright, no place, no device, no hidden content survives."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, ImageSequence

from parvis.documents.errors import RefusedFile

MAX_PIXELS = 64_000_000
MAX_SIDE = 4000  # a plan stays legible, a photograph weighs ten times less
MAX_PAGES = 60  # of a scan made of several
JPEG_QUALITY = 88
THUMBNAIL = (320, 320)
A4 = (8.27, 11.69)  # inches

# A few kilobytes can announce billions of pixels: past twice the limit Pillow refuses before it allocates.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS

_FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "tiff": "TIFF", "heic": "HEIF"}


def rebuild(content: IO[bytes], code: str) -> io.BytesIO:
    """Return the image re-encoded: upright, without EXIF, GPS or text, at most ``MAX_SIDE`` pixels on a side.

    ``code`` is the kind's. Raises RefusedFile when it is damaged or too large.
    """
    with _opened(content, code) as image:
        return _encode(_upright(image), code)


def convert(content: IO[bytes], code: str) -> tuple[io.BytesIO, str]:
    """Return an image as what everyone opens, and the code of its kind; re-encoded as ``rebuild`` does.

    A photograph becomes a JPEG, what has transparency or two colours a PNG, a scan of several pages a PDF.
    Raises RefusedFile.
    """
    with _opened(content, code) as image:
        if code == "tiff" and getattr(image, "n_frames", 1) > 1:
            return _pages(image), "pdf"
        upright = _upright(image)
        kept = "png" if upright.mode == "1" or _has_transparency(upright) else "jpeg"
        return _encode(upright, kept), kept


def shrunk(content: IO[bytes], code: str, largest: tuple[int, int]) -> bytes:
    """Return an image as a PNG that fits in a size in pixels. Raises RefusedFile."""
    with _opened(content, code) as image:
        small = ImageOps.exif_transpose(image)
        small.thumbnail(largest)
        return _encode(small, "png").getvalue()


def thumbnail(content: IO[bytes], code: str) -> bytes:
    """Return a small JPEG of an image, on white where it is transparent. Raises RefusedFile."""
    with _opened(content, code) as image:
        image.draft("RGB", THUMBNAIL)
        small = ImageOps.exif_transpose(image).convert("RGBA")
        small.thumbnail(THUMBNAIL)
        pixels = Image.new("RGB", small.size, "white")
        pixels.paste(small, mask=small.getchannel("A"))
        made = io.BytesIO()
        pixels.save(made, "JPEG", quality=80)
        return made.getvalue()


def page_of(content: IO[bytes], code: str) -> io.BytesIO:
    """Return an image as a PDF of one page, as large as it can be on A4. Raises RefusedFile."""
    with _opened(content, code) as image:
        return as_page(ImageOps.exif_transpose(image).convert("RGB"))


def pages(content: IO[bytes], code: str) -> Iterator[Image.Image]:
    """Yield the pages of a scan one by one, upright, at most ``MAX_SIDE`` pixels on a side. Raises RefusedFile."""
    with _opened(content, code) as image:
        for frame in ImageSequence.Iterator(image):
            yield _page(frame)


def as_page(page: Image.Image) -> io.BytesIO:
    """Return an upright picture as a PDF of one page, as large as it can be on A4."""
    made = io.BytesIO()
    exact = page if page.mode == "1" else page.convert("RGB")  # of text: kept exact, and small
    dots_per_inch = max(page.width / A4[0], page.height / A4[1])
    exact.save(
        made, "PDF", resolution=dots_per_inch, **({} if exact.mode == "1" else {"quality": JPEG_QUALITY})
    )
    made.seek(0)
    return made


@contextmanager
def _opened(content: IO[bytes], code: str) -> Iterator[Image.Image]:
    if code == "heic":
        _read_heic()
    content.seek(0)
    try:
        with Image.open(content, formats=[_FORMATS[code]]) as image:
            _measure(image)
            yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, IndexError, KeyError, TypeError):
        raise RefusedFile(
            _("Cette image est abîmée : nous n’arrivons pas à l’ouvrir. Essayez avec une autre copie.")
        ) from None


def _read_heic() -> None:
    """Teach Pillow the images of recent phones; the library is loaded by the first of them."""
    import pi_heif  # noqa: PLC0415 - few processes ever meet one

    pi_heif.register_heif_opener()


def _measure(image: Image.Image) -> None:
    """Refuse before a pixel is decoded."""
    if image.width * image.height > MAX_PIXELS:
        raise _too_large()


def _too_large() -> RefusedFile:
    return RefusedFile(
        _("Cette image est trop grande : elle dépasse 64 millions de pixels. Réduisez-la, puis ajoutez-la.")
    )


def _upright(image: Image.Image) -> Image.Image:
    image.draft("RGB", (MAX_SIDE, MAX_SIDE))  # a JPEG is then decoded at a size near the one kept
    turned = ImageOps.exif_transpose(image)
    turned.thumbnail((MAX_SIDE, MAX_SIDE))
    return turned


def _pages(image: Image.Image) -> io.BytesIO:
    """Return the pages of a scan as a PDF. Raises RefusedFile when there are more than ``MAX_PAGES``."""
    if getattr(image, "n_frames", 1) > MAX_PAGES:
        sentence = _("Ce document a trop de pages : la limite est de %(most)d. Envoyez-le en plusieurs fois.")
        raise RefusedFile(sentence % {"most": MAX_PAGES})
    made = io.BytesIO()
    pages = [_page(frame) for frame in ImageSequence.Iterator(image)]
    two_colours = all(page.mode == "1" for page in pages)  # of text: kept exact, and small
    first, *others = pages if two_colours else [page.convert("RGB") for page in pages]
    how = {} if two_colours else {"quality": JPEG_QUALITY}
    first.save(made, "PDF", save_all=True, append_images=others, resolution=150, **how)
    made.seek(0)
    return made


def _page(frame: Image.Image) -> Image.Image:
    _measure(frame)
    return _upright(frame)


def _encode(image: Image.Image, code: str) -> io.BytesIO:
    mode = _mode_kept(image, code)
    pixels = Image.new(mode, image.size)
    if mode == "P":
        pixels.putpalette(image.getpalette() or [])
    pixels.paste(image if image.mode == mode else image.convert(mode))
    rebuilt = io.BytesIO()
    pixels.save(rebuilt, _FORMATS[code], quality=JPEG_QUALITY)
    rebuilt.seek(0)
    return rebuilt


def _mode_kept(image: Image.Image, code: str) -> str:
    if code == "jpeg":
        return "RGB"
    if _has_transparency(image):
        return "RGBA"
    return image.mode if code == "png" and image.mode in {"1", "L", "P"} else "RGB"


def _has_transparency(image: Image.Image) -> bool:
    return "A" in image.getbands() or "transparency" in image.info

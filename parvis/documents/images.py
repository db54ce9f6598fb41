"""Images rebuilt from their pixels alone: no place, no device, no hidden content survives."""

import io
import warnings
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from parvis.documents.errors import RefusedFile

MAX_PIXELS = 64_000_000
MAX_SIDE = 4000  # a plan stays legible, a photograph weighs ten times less
JPEG_QUALITY = 88

# A few kilobytes can announce billions of pixels: past the limit Pillow refuses before it allocates.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)

_FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}


def rebuild(content: IO[bytes], code: str) -> io.BytesIO:
    """Return the image re-encoded: upright, without EXIF, GPS or text, at most ``MAX_SIDE`` pixels on a side.

    ``code`` is the kind's. Raises RefusedFile when it is damaged or too large.
    """
    try:
        with Image.open(content, formats=[_FORMATS[code]]) as image:
            return _encode(_upright(image), code)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise RefusedFile(
            _(
                "Cette image est trop grande : elle dépasse 64 millions de pixels. Réduisez-la, puis ajoutez-la."
            )
        ) from None
    except (OSError, ValueError, SyntaxError, EOFError):
        raise RefusedFile(
            _("Cette image est abîmée : nous n’arrivons pas à l’ouvrir. Essayez avec une autre copie.")
        ) from None


def _upright(image: Image.Image) -> Image.Image:
    image.draft("RGB", (MAX_SIDE, MAX_SIDE))  # a JPEG is then decoded at a size near the one kept
    turned = ImageOps.exif_transpose(image)
    turned.thumbnail((MAX_SIDE, MAX_SIDE))
    return turned


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
    if "A" in image.getbands() or "transparency" in image.info:
        return "RGBA"
    return image.mode if code == "png" and image.mode in {"1", "L", "P"} else "RGB"

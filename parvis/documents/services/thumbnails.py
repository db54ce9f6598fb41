"""Small pictures of images, made when first asked and kept beside the content."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from parvis.common.errors import NotFound
from parvis.documents import images
from parvis.documents.access import can_show, open_for_download
from parvis.documents.errors import RefusedFile
from parvis.documents.kinds import KINDS
from parvis.documents.models import StoredFile

SUFFIX = "-thumbnail"
_CODES = {kind.media_type: kind.code for kind in KINDS.values() if kind.is_image}


def thumbnail(file: StoredFile) -> bytes:
    """Return the small JPEG of an image. Raises NotFound when there is none to show, NotScannedYet, Infected."""
    if file.media_type not in _CODES or not can_show(file):
        raise NotFound
    key = f"{file.key}{SUFFIX}"
    try:
        with default_storage.open(key) as kept:
            return bytes(kept.read())
    except FileNotFoundError:
        made = _made(file)
    if not default_storage.exists(key):  # made twice at once, it is the same picture
        default_storage.save(key, ContentFile(made))
    return made


def _made(file: StoredFile) -> bytes:
    with open_for_download(file) as content:
        try:
            return images.thumbnail(content, _CODES[file.media_type])
        except RefusedFile:
            raise NotFound from None

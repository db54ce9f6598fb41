"""Keeping what a body shows in its forms: checked by its content, made harmless, named by its SHA-256."""

import hashlib
from typing import IO

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from parvis.catalogue.bare_images import is_bare
from parvis.catalogue.media import IMAGES, KINDS, MediaKind, recognised
from parvis.catalogue.models import MediaFile
from parvis.common import clock
from parvis.common.errors import Invalid
from parvis.documents import images
from parvis.documents.errors import RefusedFile
from parvis.documents.names import safe_name
from parvis.documents.services.store import size_in_words
from parvis.organisations.models import Organisation

_PIECE = 2**18


def keep_media(*, organisation: Organisation, name: str, content: "File[bytes]") -> MediaFile:
    """Check a file, keep it, and return it; the same content given twice is one. Raises Invalid under « file ».

    An image is rebuilt from its pixels: no place, no device, no hidden content survives. The content is written
    before the row: what a rolled-back transaction leaves is a file that nobody names, and takes its own place again.
    """
    kind = _checked(content)
    body: IO[bytes] = _rebuilt(content, kind) if kind.end in IMAGES else content
    return _kept(organisation, f"{_digest(body)}.{kind.end}", name, body, kind)


def take_media(*, organisation: Organisation, name: str, content: bytes, store: bool = True) -> str:
    """Keep a medium that another installation exported, and return its code. Raises Invalid under « file ».

    Its bytes stay as they are, hence its code, unless an image holds more than its pixels: it is then rebuilt.
    ``store``: when False, nothing is written.
    """
    given = ContentFile(content)
    kind = _checked(given)
    body: IO[bytes] = given
    if kind.end in IMAGES:
        rebuilt = _rebuilt(given, kind)
        body = given if is_bare(content, kind.end) else rebuilt
    code = f"{_digest(body)}.{kind.end}"
    return _kept(organisation, code, name, body, kind).code if store else code


def _kept(organisation: Organisation, code: str, name: str, body: IO[bytes], kind: MediaKind) -> MediaFile:
    key = f"media/{code}"
    if not default_storage.exists(key):
        body.seek(0)
        key = default_storage.save(key, File(body))
    with transaction.atomic():
        kept, _made = MediaFile.objects.get_or_create(
            organisation=organisation,
            code=code,
            defaults={
                "name": safe_name(name),
                "media_type": kind.media_type,
                "size": default_storage.size(key),
                "key": key,
                "added_at": clock.now(),
            },
        )
    return kept


def _checked(content: "File[bytes]") -> MediaKind:
    if content.size and content.size > max(kind.largest for kind in KINDS.values()):
        raise _refused(_("Ce fichier est trop lourd : %(size)s."), size=size_in_words(content.size))
    kind = recognised(content)
    if kind is None:
        raise _refused(
            _(
                "Ce fichier n’est pas une image (JPEG, PNG, WebP), une vidéo (MP4, WebM) ni des sous-titres (WebVTT)."
            )
        )
    if content.size and content.size > kind.largest:
        raise _refused(
            _("Ce fichier est trop lourd : %(size)s. La limite est de %(limit)s."),
            size=size_in_words(content.size),
            limit=size_in_words(kind.largest),
        )
    return kind


def _rebuilt(content: "File[bytes]", kind: MediaKind) -> IO[bytes]:
    content.seek(0)
    try:
        return images.rebuild(content, {"jpg": "jpeg"}.get(kind.end, kind.end))
    except RefusedFile as refusal:
        raise _refused(str(refusal)) from None


def _digest(content: IO[bytes]) -> str:
    content.seek(0)
    digest = hashlib.sha256()
    while piece := content.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _refused(sentence: str, **facts: str) -> Invalid:
    return Invalid({"file": [sentence % facts if facts else sentence]})

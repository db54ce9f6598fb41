"""Taking a file in: checked, made harmless, written, then recorded."""

import hashlib
import secrets
from collections.abc import Iterable
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.common import actor, clock
from parvis.common.ids import new_id
from parvis.common.jobs import defer
from parvis.common.postgresql import rows
from parvis.documents import images, tasks
from parvis.documents.errors import RefusedFile
from parvis.documents.kinds import KINDS, SCANS, Kind, accepted_kinds, recognise, scans_taken
from parvis.documents.models import ScanState, StoredFile
from parvis.documents.names import extension_of, safe_name, with_extension

MEGABYTE = 1_000_000


def store_file(
    *, name: str, content: "File[bytes]", allowed: Iterable[str] | None = None, max_size: int = 10 * MEGABYTE
) -> StoredFile:
    """Check a file given by someone, write it, record it, and return it. Raises RefusedFile with the reason.

    ``allowed``: codes, ends of names or media types (``accepted_kinds``); ``max_size`` in bytes. What the
    file is, is read from its content; a name that says otherwise is refused, save between images. The
    content is written before the row: what a rolled-back transaction leaves behind is swept
    (``sweep_orphans``). The caller holds the id and must attach it to something it sees, or prove it, to
    read the row again.
    """
    kept_name, kind = _check(safe_name(name), content, allowed, max_size)
    body: IO[bytes] = content
    if kind.becomes:
        body, code = images.convert(content, kind.code)
        kept_name, kind = _converted(kept_name, KINDS[code], accepted_kinds(allowed))
    elif kind.is_image:
        body = images.rebuild(content, kind.code)
    scan = bool(settings.CLAMAV_SOCKET)
    file = _write(kept_name, kind.media_type, body, ScanState.PENDING if scan else ScanState.SKIPPED)
    with transaction.atomic(), actor.admitting(file.pk):
        rows.insert([file])
        if scan:
            defer(tasks.scan_file, file_id=str(file.pk))
    return file


def keep_made_file(*, name: str, media_type: str, content: IO[bytes]) -> StoredFile:
    """Write and record a document made by us: no check, no antivirus."""
    file = _write(safe_name(name), media_type, content, ScanState.MADE)
    with transaction.atomic(), actor.admitting(file.pk):
        rows.insert([file])
    return file


def check_storage() -> str:
    """Write, read and delete a small file; return what went wrong, "" when it came back whole."""
    content = secrets.token_hex(16).encode()
    try:
        name = default_storage.save(f"check/{secrets.token_hex(16)}", ContentFile(content))
        with default_storage.open(name) as file:
            same = file.read() == content
        default_storage.delete(name)
    except Exception as error:  # noqa: BLE001 - each storage has its own exceptions
        return f"the storage of files does not work ({type(error).__name__}): {error}"
    return "" if same else "files come back altered"


def _check(
    name: str, content: "File[bytes]", allowed: Iterable[str] | None, max_size: int
) -> tuple[str, Kind]:
    size = content.size
    if not size:
        raise RefusedFile(_("Ce fichier est vide. Vérifiez-le, puis ajoutez-le à nouveau."))
    if size > max_size:
        raise RefusedFile(
            _("Ce fichier est trop lourd : %(size)s. La limite est de %(limit)s.")
            % {"size": size_in_words(size), "limit": size_in_words(max_size)}
        )
    kinds = accepted_kinds(allowed)
    kind = recognise(content, extension=extension_of(name))
    if kind is None or kind not in (*kinds, *scans_taken(kinds)):
        raise RefusedFile(_wrong_kind(kinds))
    return _agreeing_name(name, kind), kind


def _agreeing_name(name: str, kind: Kind) -> str:
    """Return the name when it says what the content is; images and bare names are given the right end."""
    told = extension_of(name)
    if told in kind.extensions:
        return name
    of_an_image = any(told in image.extensions for image in (*accepted_kinds({"image/*"}), *SCANS))
    if not told or (kind.is_image and of_an_image):
        return with_extension(name, kind.extensions[0])
    raise RefusedFile(
        _(
            "Le nom de ce fichier finit par « .%(told)s », mais son contenu est : %(kind)s. "
            "Renommez-le ou choisissez-en un autre."
        )
        % {"told": told, "kind": kind.label}
    )


def _converted(name: str, kind: Kind, kinds: list[Kind]) -> tuple[str, Kind]:
    """Return the name and the kind of what a scan became. Raises RefusedFile when that one is not accepted."""
    if kind not in kinds:
        raise RefusedFile(_wrong_kind(kinds))
    return with_extension(name, kind.extensions[0]), kind


def _wrong_kind(kinds: list[Kind]) -> str:
    return _("Nous n’acceptons pas ce type de fichier. Types acceptés : %(kinds)s.") % {
        "kinds": ", ".join(str(kind.label) for kind in kinds)
    }


def _write(name: str, media_type: str, content: IO[bytes], state: ScanState) -> StoredFile:
    key, now = new_id(), clock.now()
    digest, size = _measure(content)
    path = default_storage.save(f"{now:%Y-%m-%d}/{key}", File(content))
    return StoredFile(
        id=key,
        name=name,
        media_type=media_type,
        size=size,
        sha256=digest,
        key=path,
        scan_state=state,
        created_at=now,
    )


def _measure(content: IO[bytes]) -> tuple[str, int]:
    content.seek(0)
    digest, size = hashlib.sha256(), 0
    while block := content.read(2**18):
        digest.update(block)
        size += len(block)
    content.seek(0)
    return digest.hexdigest(), size


def size_in_words(size: int) -> str:
    """Return a size as people read it: « 850 ko », « 1,2 Mo », « 12 Mo »."""
    if size < 1000:
        return ngettext("%(size)d octet", "%(size)d octets", size) % {"size": size}
    if size < MEGABYTE:
        return _("%(size)d ko") % {"size": -(-size // 1000)}
    tenths = -(-size * 10 // MEGABYTE)
    number = str(tenths // 10) if tenths >= 100 or tenths % 10 == 0 else f"{tenths // 10},{tenths % 10}"
    return _("%(size)s Mo") % {"size": number}

"""Several procedures in one archive, with what they name: always the same bytes for the same content.

Read back by ``imports.parvis``, an export gives the same documents, and exporting them again the same archive.
"""

import io
import json
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.core.files.storage import default_storage

from parvis.catalogue.exports.documents import documents_of, written
from parvis.catalogue.models import MediaFile, ProcedureVersion

FORMAT = "parvis-bundle/1"
MANIFEST, MEDIA = "manifest.json", "media"
_DATE = (1980, 1, 1, 0, 0, 0)  # the oldest a zip archive can say: an archive does not change with the day


def bundle_of(versions: Iterable[ProcedureVersion]) -> bytes:
    """Return the archive of some versions, a code having several of them or one."""
    found = documents_of(versions)
    contents = {path: written(document) for path, document in found.by_path.items()}
    media = _media(found.media)
    manifest: dict[str, Any] = {"format": FORMAT, "contents": sorted(contents)}
    if media:
        manifest["media"] = {code: found.media[code].name for code in sorted(media)}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        _write(archive, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode() + b"\n")
        for path in sorted(contents):
            _write(archive, path, contents[path])
        for code in sorted(media):
            _write(archive, f"{MEDIA}/{code}", media[code], packed=zipfile.ZIP_STORED)
    return held.getvalue()


def _media(found: dict[str, MediaFile]) -> dict[str, bytes]:
    """Return the contents that are there: one that storage lost keeps the rest from nothing."""
    contents = {}
    for code, medium in found.items():
        with suppress(FileNotFoundError), default_storage.open(medium.key) as opened:
            contents[code] = opened.read()
    return contents


def _write(
    archive: zipfile.ZipFile, path: str, content: bytes, *, packed: int = zipfile.ZIP_DEFLATED
) -> None:
    entry = zipfile.ZipInfo(path, _DATE)
    entry.compress_type = packed
    entry.external_attr = 0o644 << 16
    entry.create_system = 3  # the same wherever it is made
    archive.writestr(entry, content)

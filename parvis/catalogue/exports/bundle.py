"""Several procedures in one archive, with what they name: always the same bytes for the same content.

Read back by ``imports.parvis``, an export gives the same documents, and exporting them again the same archive.
"""

import io
import json
import zipfile
from collections.abc import Iterable

from parvis.catalogue.exports.documents import documents_of, written
from parvis.catalogue.models import ProcedureVersion

FORMAT = "parvis-bundle/1"
MANIFEST = "manifest.json"
_DATE = (1980, 1, 1, 0, 0, 0)  # the oldest a zip archive can say: an archive does not change with the day


def bundle_of(versions: Iterable[ProcedureVersion]) -> bytes:
    """Return the archive of some versions, a code having several of them or one."""
    contents = {path: written(document) for path, document in documents_of(versions).by_path.items()}
    manifest = {"format": FORMAT, "contents": sorted(contents)}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        _write(archive, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode() + b"\n")
        for path in sorted(contents):
            _write(archive, path, contents[path])
    return held.getvalue()


def _write(archive: zipfile.ZipFile, path: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(path, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry.create_system = 3  # the same wherever it is made
    archive.writestr(entry, content)

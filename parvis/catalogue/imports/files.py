"""Gathering the files of an import: paths, folders, archives, within bounds that no bomb passes.

An archive is never unpacked to disk: its entries are read into memory, counting the bytes that really come out,
whatever its directory claims.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from parvis.catalogue.imports.registry import SourceFile
from parvis.common.errors import DomainError

MEGABYTE = 1_000_000
MOST_FILES = 5_000
MOST_BYTES = 60 * MEGABYTE  # of one file: a video of a form
MOST_BYTES_IN_ALL = 300 * MEGABYTE
MOST_RATIO = 200  # bytes out for one byte in, above the first megabyte: text rarely passes 30


class BadFile(DomainError):
    """A file cannot be read at all; ``file`` names it."""

    code, status = "bad_file", 422

    def __init__(self, file: str, message: str) -> None:
        super().__init__(_("%(file)s : %(message)s") % {"file": file, "message": message}, file=file)


def gather(paths: Iterable[Path]) -> list[SourceFile]:
    """Return the files of some paths: a file, a folder (and those in it), a zip archive. Raises BadFile, OSError.

    Hidden files are left aside. A name is given as it was, so that a report names the file people know.
    """
    found: list[SourceFile] = []
    left = MOST_BYTES_IN_ALL
    for name, content, asked in _contents(paths):
        files = unzipped(name, content) if is_archive(name, content) else [SourceFile(name, content, asked)]
        left -= sum(len(file.content) for file in files)
        if left < 0:
            raise BadFile(name, _("ces fichiers sont trop lourds ensemble. Importez-les en plusieurs fois."))
        found.extend(files)
        if len(found) > MOST_FILES:
            raise BadFile(name, _("il y a trop de fichiers. Importez-les en plusieurs fois."))
    return found


def is_archive(name: str, content: bytes) -> bool:
    """Return whether a file is a plain archive: workbooks are zip files too, and are read as they are."""
    return name.lower().endswith(".zip") and content.startswith(b"PK")


def unzipped(name: str, content: bytes) -> list[SourceFile]:
    """Return the files of an archive, named ``archive.zip/entry``. Raises BadFile, whatever the bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [
                entry for entry in archive.infolist() if not entry.is_dir() and not _hidden(entry.filename)
            ]
            if len(entries) > MOST_FILES:
                raise BadFile(name, _("il y a trop de fichiers. Importez-les en plusieurs fois."))
            return list(_entries(name, archive, entries, room=max(MEGABYTE, len(content) * MOST_RATIO)))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        # RuntimeError: a password; NotImplementedError: a compression nobody uses; the others: damage.
        raise BadFile(
            name, _("cette archive est abîmée, incomplète ou protégée par un mot de passe.")
        ) from None


def _entries(
    name: str, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], *, room: int
) -> Iterator[SourceFile]:
    """Yield the entries, refusing the archive once more bytes came out than such an archive honestly holds."""
    room = min(room, MOST_BYTES_IN_ALL)
    for entry in entries:
        most = min(MOST_BYTES, room)
        with archive.open(entry) as opened:
            content = opened.read(most + 1)
        if len(content) > most:
            raise BadFile(
                f"{name}/{entry.filename}",
                _("une fois ouvert, ce fichier est beaucoup trop grand : il n’a pas été lu."),
            )
        room -= len(content)
        yield SourceFile(f"{name}/{entry.filename}", content, asked=False)


def _contents(paths: Iterable[Path]) -> Iterator[tuple[str, bytes, bool]]:
    for path in paths:
        inside = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
        for one in inside:
            if path.is_dir() and _hidden(str(one.relative_to(path))):
                continue
            if one.stat().st_size > MOST_BYTES:
                raise BadFile(str(one), _("ce fichier est trop lourd : 60 Mo au plus."))
            yield str(one), one.read_bytes(), one == path


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) and part != ".." for part in Path(name).parts)

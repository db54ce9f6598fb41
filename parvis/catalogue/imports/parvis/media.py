"""The images, videos and captions of a bundle: each is what its name says, by its digest and by its content."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from parvis.catalogue.exports.bundle import MANIFEST
from parvis.catalogue.imports.json_documents import BadDocument, read_json
from parvis.catalogue.imports.registry import Imported, Medium, SourceFile
from parvis.catalogue.imports.report import FileReport
from parvis.catalogue.media import kind_of, recognised

LONGEST_NAME = 150


def medium_code(path: str) -> str:
    """Return the code of a medium that a path ends by, "" for another file. Where it stands says nothing."""
    name = PurePosixPath(path).name
    return name if kind_of(name) else ""


def media_names(files: Sequence[SourceFile]) -> dict[str, str]:
    """Return what people called the media, by code, as the manifest says; what it says wrong is left aside."""
    manifest = next((file for file in files if PurePosixPath(file.name).name == MANIFEST), None)
    try:
        document = read_json(manifest.content) if manifest else {}
    except BadDocument:
        return {}  # refused with its place when it is read itself
    named = document.get("media") if isinstance(document, Mapping) else None
    pairs = named.items() if isinstance(named, Mapping) else ()
    return {code: name[:LONGEST_NAME] for code, name in pairs if isinstance(name, str) and name.strip()}


def take_medium(file: SourceFile, code: str, name: str, report: FileReport, imported: Imported) -> None:
    """Take a medium whose content is what its code says; another is refused."""
    report.code = code
    kind = kind_of(code)
    if hashlib.sha256(file.content).hexdigest() != code.partition(".")[0]:
        report.refused(place="", message=_("ce fichier n’est pas celui que son nom annonce."))
    elif kind is None or recognised(io.BytesIO(file.content)) is not kind:
        report.refused(
            place="", message=_("ce fichier n’est pas l’image, la vidéo ou les sous-titres attendus.")
        )
    elif len(file.content) > kind.largest:
        report.refused(place="", message=_("ce fichier est trop lourd."))
    else:
        imported.media.append(Medium(file.name, code, name, file.content))

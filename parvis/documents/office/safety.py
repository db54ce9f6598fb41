"""Refusing office files that are more than text: macros, links to elsewhere, embedded objects, bombs."""

import io
import re
import zipfile

from django.utils.translation import gettext as _

from parvis.documents.errors import RefusedFile

MAX_BYTES = 5_000_000
MAX_UNPACKED = 40_000_000
MAX_MEMBERS = 400
_PROGRAMS = re.compile(
    r"(^|/)(vbaproject\.bin|vbadata\.xml|activex|embeddings|basic|scripts|object ?\d*)(/|$)", re.IGNORECASE
)
# What a reader fetches, runs or asks another program for when it opens the file. Links that one clicks are let be.
_FETCHED = re.compile(
    rb"<!DOCTYPE|<!ENTITY|\bDDE(AUTO)?\b|INCLUDE(TEXT|PICTURE)\b|script:event-listener|text:dde-connection|"
    rb"office:dde-source|<script:module|draw:object-ole|draw:plugin|draw:applet|altChunk",
)
_OUTSIDE_RELATION = re.compile(rb"<Relationship\b[^>]*TargetMode=\"External\"[^>]*>", re.IGNORECASE)
_OUTSIDE_IMAGE = re.compile(
    rb"<(draw:image|draw:object|text:section-source|style:background-image)\b[^>]*xlink:href=\"(?:[a-z]+:|//|\.\./)",
    re.IGNORECASE,
)


def check_safe(content: bytes) -> None:
    """Refuse an archive that is more than a text and its images. Raises RefusedFile, which says why.

    Sizes are counted while it is unpacked, whatever the archive announces.
    """
    if len(content) > MAX_BYTES:
        raise RefusedFile(_("Ce fichier est trop lourd : 5 Mo au plus."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_members(archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        raise RefusedFile(_("Ce fichier est abîmé : nous n’arrivons pas à l’ouvrir.")) from None


def _check_members(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise _bomb()
    left = MAX_UNPACKED
    for member in members:
        if _PROGRAMS.search(member.filename) or ".." in member.filename.split("/"):
            raise RefusedFile(
                _("Ce fichier contient un programme ou un objet incorporé : enlevez-le, puis recommencez.")
            )
        with archive.open(member) as opened:
            unpacked = opened.read(left + 1)
        left -= len(unpacked)
        if left < 0:
            raise _bomb()
        if member.filename.endswith((".xml", ".rels")):
            _check_xml(unpacked)


def _check_xml(content: bytes) -> None:
    relations = _OUTSIDE_RELATION.findall(content)
    clicked = [each for each in relations if b"/hyperlink" in each]
    if _FETCHED.search(content) or _OUTSIDE_IMAGE.search(content) or len(clicked) != len(relations):
        raise RefusedFile(
            _(
                "Ce fichier va chercher quelque chose ailleurs quand on l’ouvre : enlevez-le, puis recommencez."
            )
        )


def _bomb() -> RefusedFile:
    return RefusedFile(_("Ce fichier est trop grand une fois ouvert : simplifiez-le."))

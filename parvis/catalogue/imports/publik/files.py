"""What w.c.s. accepts as files, as the kinds of documents we know how to check."""

import re
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.publik.documents import Field
from parvis.catalogue.imports.publik.making import Making
from parvis.documents.kinds import KINDS

MEGABYTE = 1_000_000
LARGEST = 50
_UNITS = {"": 1, "k": 1_000, "m": MEGABYTE, "g": 1_000 * MEGABYTE}


def file_options(field: Field, making: Making) -> dict[str, Any]:
    """Return the kinds and the size of a file field; w.c.s. takes one file a field."""
    options: dict[str, Any] = {"max_files": 1}
    accepted = _accepted(field, making)
    if accepted:
        options["accept"] = accepted
    size = _megabytes(field.words("max_file_size"))
    if size:
        options["max_size_mb"] = size
    return options


def _accepted(field: Field, making: Making) -> list[str]:
    """Return the codes of the kinds a field takes; empty: all those we take."""
    declared = field.element.find("document_type")
    types = declared.words("mimetypes") if declared else ""
    wanted = [one.strip() for one in types.split(",") if one.strip()] or field.items("file_type")
    wanted = [one.strip() for types in wanted for one in types.split(",") if one.strip()]
    if not wanted:
        return []
    found = [code for code, kind in KINDS.items() if any(_matches(kind.media_type, one) for one in wanted)]
    if not found:
        making.changed(
            ", ".join(wanted), _("aucun de ces types de fichiers n’est connu : ceux de Parvis sont acceptés")
        )
    return found


def _matches(media_type: str, wanted: str) -> bool:
    if wanted.endswith("/*"):
        return media_type.startswith(wanted[:-1])
    return media_type == wanted


def _megabytes(written: str) -> int:
    found = re.fullmatch(r"(\d{1,12})\s*([kmgKMG]?)i?[oObB]?", written.replace(" ", ""))
    if not found:
        return 0
    size = int(found[1]) * _UNITS[found[2].lower()]
    return min(LARGEST, max(1, round(size / MEGABYTE)))

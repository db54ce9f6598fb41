"""A workbook (or its CSV or Markdown form) as pyxform reads it: rows checked, groups nested, choices attached.

pyxform opens workbooks with openpyxl, which refuses external entities and their expansion through defusedxml. What it
does not bound is bounded before: bytes that come out of the archive, rows of a sheet.
"""

import re
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.files import MEGABYTE, BadFile, unzipped
from parvis.catalogue.imports.registry import SourceFile

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".csv", ".md")
MOST_ROWS = 20_000
MOST_BYTES = 20 * MEGABYTE


class BadWorkbook(Exception):
    """The file is no form that can be used: ``place`` names the row when it is known, the text says why."""

    def __init__(self, place: str, message: str) -> None:
        self.place = place
        super().__init__(message)


def survey_of(file: SourceFile) -> dict[str, Any]:
    """Return the survey of a file as nested dictionaries. Raises BadWorkbook, whatever the bytes."""
    from pyxform.errors import PyXFormError  # noqa: PLC0415 - a second to import, for imports only
    from pyxform.xls2json import workbook_to_json  # noqa: PLC0415
    from pyxform.xls2json_backends import get_xlsform  # noqa: PLC0415

    suffix = _suffix(file.name)
    _check(file, suffix)
    try:
        workbook = get_xlsform(xlsform=file.content, file_type=suffix)
        return dict(
            workbook_to_json(
                workbook_dict=workbook, form_name="data", fallback_form_name="formulaire", warnings=[]
            )
        )
    except PyXFormError as fault:
        raise _said(str(fault)) from None
    except Exception as fault:  # noqa: BLE001 - openpyxl and xlrd raise anything on a damaged workbook
        raise BadWorkbook(
            "", _("ce classeur est abîmé ou n’en est pas un (%(why)s).") % {"why": str(fault)[:150]}
        ) from None


def _suffix(name: str) -> str:
    return next(suffix for suffix in SUFFIXES if name.lower().endswith(suffix))


def _check(file: SourceFile, suffix: str) -> None:
    """Refuse a workbook that would take for ever to open, before it is opened."""
    sheets = [file]
    if suffix in (".xlsx", ".xlsm"):
        try:
            sheets = unzipped(file.name, file.content)
        except BadFile as bad:
            raise BadWorkbook("", str(bad)) from None
    if sum(len(sheet.content) for sheet in sheets) > MOST_BYTES:
        raise BadWorkbook("", _("une fois ouvert, ce classeur est beaucoup trop grand : il n’a pas été lu."))
    mark = b"\n" if suffix in (".csv", ".md") else b"<row"
    for sheet in sheets:
        if suffix in (".xlsx", ".xlsm") and b"<!DOCTYPE" in sheet.content[:10_000]:
            raise BadWorkbook(sheet.name, _("ce classeur déclare des entités : il n’a pas été lu."))
        if sheet.content.count(mark) > MOST_ROWS:
            raise BadWorkbook(sheet.name, _("cette feuille a plus de %(most)d lignes.") % {"most": MOST_ROWS})


def _said(text: str) -> BadWorkbook:
    """Return the fault with its row apart, as pyxform writes it: « [row : 12] … »."""
    found = re.match(r"\[row : (\d+)\]\s*(.*)", text, re.DOTALL)
    place = _("ligne %(row)s") % {"row": found[1]} if found else ""
    why = " ".join((found[2] if found else text).split())[:400]
    return BadWorkbook(place, _("ce n’est pas un XLSForm juste : %(why)s") % {"why": why})

"""A form as a workbook of XLSForm, for a survey on telephones (ODK, KoboToolbox…)."""

import io
import zipfile
from typing import Any

from django.utils.translation import gettext_lazy

from parvis.catalogue.exports.registry import Exported, Exporter, register
from parvis.catalogue.exports.xlsform.sheets import Row, columns_of, sheets_of
from parvis.catalogue.forms.engine import compile_form

_DATE = (1980, 1, 1, 0, 0, 0)


@register
class XlsForm(Exporter):
    """Sheets survey, choices, settings, in French."""

    code, label = "xlsform", gettext_lazy("XLSForm")
    suffix = ".xlsx"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def write(self, definition: dict[str, Any]) -> Exported:
        """Return the workbook, always the same for the same definition."""
        form = compile_form(definition)
        sheets = sheets_of(form)
        settings = [
            {"form_title": form.title, "form_id": definition["code"], "default_language": "French (fr)"}
        ]
        content = _workbook(
            {
                "survey": (columns_of(sheets.survey), sheets.survey),
                "choices": (columns_of(sheets.choices) or ["list_name", "name", "label"], sheets.choices),
                "settings": (list(settings[0]), settings),
            }
        )
        return Exported(content, tuple(sheets.left))


def _workbook(sheets: dict[str, tuple[list[str], list[Row]]]) -> bytes:
    """Return the bytes of a workbook; texts are written as texts, never as formulas of the spreadsheet."""
    from openpyxl import Workbook  # noqa: PLC0415 - a second to import, for exports only
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

    book = Workbook()
    book.remove(book.active)
    for title, (columns, rows) in sheets.items():
        sheet = book.create_sheet(title)
        sheet.append(columns)
        for number, row in enumerate(rows, start=2):
            for place, column in enumerate(columns, start=1):
                if column in row:
                    cell = sheet.cell(number, place)
                    cell.value, cell.data_type = ILLEGAL_CHARACTERS_RE.sub("", row[column]), "s"
    held = io.BytesIO()
    book.save(held)
    return _dateless(held.getvalue())


def _dateless(content: bytes) -> bytes:
    """Return the archive without the moment it was made at, so that the same form gives the same bytes."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            if entry.filename != "docProps/core.xml":
                made = zipfile.ZipInfo(entry.filename, _DATE)
                made.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(made, source.read(entry))
            else:
                made = zipfile.ZipInfo(entry.filename, _DATE)
                target.writestr(made, _CORE)
    return held.getvalue()


_CORE = (
    '<?xml version="1.0"?><cp:coreProperties '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)

"""XLSForm: workbooks of ODK, KoboToolbox, SurveyCTO and others, read by pyxform (https://xlsform.org).

Groups become pages, repeats become repeated blocks, XPath becomes our expressions, other languages translations.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.imports.markup import plain_line
from parvis.catalogue.imports.naming import code_of, cut, literal
from parvis.catalogue.imports.registry import Imported, Importer, Item, Progress, SourceFile, register
from parvis.catalogue.imports.report import FileReport, Report
from parvis.catalogue.imports.xlsform.languages import languages_of, without_translations
from parvis.catalogue.imports.xlsform.structure import read_structure
from parvis.catalogue.imports.xlsform.survey import Reading, typographic
from parvis.catalogue.imports.xlsform.workbook import SUFFIXES, BadWorkbook, survey_of

# What a survey says that a definition has no use for.
_ASIDE = frozenset(
    {
        "type",
        "name",
        "title",
        "id_string",
        "sms_keyword",
        "default_language",
        "children",
        "choices",
        "version",
    }
)


@register
class XlsForm(Importer):
    """Workbooks (.xlsx, .xls), or the same in CSV or Markdown; the lists they name may be given beside them."""

    code, label = "xlsform", gettext_lazy("XLSForm")

    def recognises(self, file: SourceFile) -> bool:
        """Take workbooks and their textual forms."""
        return file.name.lower().endswith(SUFFIXES)

    def read(self, files: Sequence[SourceFile], *, report: Report, progress: Progress) -> Imported:
        """Read each workbook; a CSV file beside one is a list it may choose from."""
        imported = Imported(report)
        lists = {file.name.rpartition("/")[2]: file for file in files if _is_list(file)}
        for done, file in enumerate(files, start=1):
            if file in lists.values():
                report.file(file.name, "list")
                continue
            _read(file, {name: one.content for name, one in lists.items()}, imported)
            progress(done, len(files), file.name)
        return imported


def _is_list(file: SourceFile) -> bool:
    """Return whether a CSV file is a list of options: a survey in CSV names its sheets in its first column."""
    first = (
        file.content[:500].decode("utf-8-sig", errors="replace").split("\n", 1)[0].strip().strip('"').lower()
    )
    return file.name.lower().endswith(".csv") and not first.startswith(("survey", '"survey'))


def _read(file: SourceFile, lists: dict[str, bytes], imported: Imported) -> None:
    opened = imported.report.file(file.name, "form")
    try:
        survey = survey_of(file)
    except BadWorkbook as bad:
        opened.refused(place=bad.place, message=str(bad))
        return
    definition, tables = definition_of(survey, file.name, opened, lists)
    imported.definitions.append(Item(file.name, definition))
    imported.tables.extend(Item(file.name, table) for table in tables)


def definition_of(
    survey: dict[str, Any], name: str, report: FileReport, lists: dict[str, bytes]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the definition of a survey and the tables its questions choose from."""
    languages = languages_of(survey)
    stem = name.rpartition("/")[2].rpartition(".")[0]
    title = cut(typographic(literal(plain_line(str(survey.get("title") or stem)))), 200) or _("Formulaire")
    identifier = str(survey.get("id_string") or "")
    code = code_of(stem if identifier in ("", "data", "formulaire") else identifier, fallback="formulaire")
    reading = Reading(report, languages, code, title, lists)
    read_structure(survey, reading)
    report.code = code
    for language in languages.unnamed:
        reason = _("le nom de cette langue ne dit pas son code : écrivez « English (en) ».")
        report.left("translation", place="", what=language, reason=reason)
    for part, value in survey.items():
        if part not in _ASIDE and value not in (None, "", [], {}):
            reason = _("ce réglage n’a pas d’équivalent.")
            report.left("setting", place="settings", what=f"{part}: {value}", reason=reason)
    document = {
        "format": "parvis-procedure/1",
        "code": code,
        "title": title,
        "form": {"pages": reading.pages},
        **_subject(reading.pages),
    }
    plain, translations = without_translations(document)
    tables = [without_translations(table)[0] for table in reading.tables.values()]
    return {**plain, **({"translations": translations} if translations else {})}, tables


def _subject(pages: list[dict[str, Any]]) -> dict[str, str]:
    """Return what names the cases: the first short text that is always asked."""
    asked = (one for page in pages if "condition" not in page for one in page["fields"])
    named = next((one for one in asked if one["type"] == "text" and "condition" not in one), None)
    return {"subject": named["key"]} if named else {}

"""Our own exports: definitions, tables, sources and blocks, alone or in a bundle. What comes in is what went out."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from jsonschema import Draft202012Validator, ValidationError

from parvis.catalogue.exports.bundle import FORMAT as BUNDLE
from parvis.catalogue.exports.documents import BLOCK, SOURCE, TABLE
from parvis.catalogue.forms.remarks import fields_of
from parvis.catalogue.forms.schemas import FORMAT
from parvis.catalogue.imports.json_documents import BadDocument, read_json
from parvis.catalogue.imports.parvis.media import media_names, medium_code, take_medium
from parvis.catalogue.imports.parvis.shapes import SHAPES
from parvis.catalogue.imports.registry import Imported, Importer, Item, Progress, SourceFile, register
from parvis.catalogue.imports.report import FileReport, Report, What
from parvis.common.errors import NotFound

KINDS = {FORMAT: "form", TABLE: "table", SOURCE: "source", BLOCK: "block", BUNDLE: "manifest"}


@register
class Parvis(Importer):
    """JSON documents that say their format; those of a bundle come out of its archive."""

    code, label = "parvis", gettext_lazy("Parvis")

    def recognises(self, file: SourceFile) -> bool:
        """Take any JSON file, and what bears the code of a medium: one that is none of ours is refused when read."""
        return file.name.lower().endswith(".json") or bool(medium_code(file.name))

    def read(self, files: Sequence[SourceFile], *, report: Report, progress: Progress) -> Imported:
        """Read each document, in the order of their names: versions of a procedure are numbered."""
        imported, names = Imported(report), media_names(files)
        for done, file in enumerate(sorted(files, key=lambda one: one.name), start=1):
            code = medium_code(file.name)
            opened = report.file(file.name, "medium" if code else "")
            if code:
                take_medium(file, code, names.get(code, code), opened, imported)
                progress(done, len(files), file.name)
                continue
            try:
                document = read_json(file.content)
            except BadDocument as bad:
                opened.refused(place=bad.place, message=str(bad))
            else:
                _take(file, document, opened, imported)
            progress(done, len(files), file.name)
        return imported


def _take(file: SourceFile, document: Any, report: FileReport, imported: Imported) -> None:
    written = document.get("format") if isinstance(document, Mapping) else None
    kind = KINDS.get(written, "") if isinstance(written, str) else ""
    report.kind = kind
    if kind == "":
        formats = ", ".join(KINDS)
        message = _("ce document ne dit pas un format connu : %(formats)s.") % {"formats": formats}
        report.refused(place="/format", message=message)
    elif kind == "form":
        report.code = str(document.get("code", ""))
        imported.definitions.append(Item(file.name, document))
        _count(document, report)
    elif kind != "manifest":
        _take_resource(file, document, kind, report, imported)


def _take_resource(
    file: SourceFile, document: dict[str, Any], kind: str, report: FileReport, imported: Imported
) -> None:
    """Take a table, a source or a block whose shape is right; the services check the rest."""
    fault = next(Draft202012Validator(SHAPES[kind]).iter_errors(document), None)
    if isinstance(fault, ValidationError):
        report.refused(place=f"/{'/'.join(map(str, fault.absolute_path))}", message=fault.message[:200])
        return
    item = Item(file.name, {name: part for name, part in document.items() if name != "format"})
    {"table": imported.tables, "source": imported.sources, "block": imported.blocks}[kind].append(item)
    report.code = item.code
    if kind == "source":
        report.took(What.DATA_SOURCES)


def _count(definition: dict[str, Any], report: FileReport) -> None:
    """Count what a definition holds, whose shape the lint has still to accept."""
    try:
        questions = [question for _path, question in fields_of(definition)]
    except (LookupError, TypeError, AttributeError, NotFound):
        return
    for question in questions:
        report.took(What.FIELDS)
        report.took(What.CONDITIONS, bool(question.get("condition")))
        report.took(What.VALIDATIONS, len(question.get("checks") or []))
        report.took(What.PREFILLS, bool(question.get("prefill")))
        report.took(What.COMPUTED_VALUES, question.get("type") == "computed")

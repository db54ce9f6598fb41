"""JSON Schema of an object (drafts 4 to 2020-12) as a form: https://json-schema.org/specification."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.imports.json_documents import BadDocument, read_json
from parvis.catalogue.imports.json_schema.resolving import Root
from parvis.catalogue.imports.json_schema.sheet import Scope, questions_of
from parvis.catalogue.imports.markup import plain_line
from parvis.catalogue.imports.naming import code_of, cut, literal
from parvis.catalogue.imports.refusals import Untranslatable
from parvis.catalogue.imports.registry import Imported, Importer, Item, Progress, SourceFile, register
from parvis.catalogue.imports.report import FileReport, Report

MOST_ON_A_PAGE = 200


@register
class JsonSchema(Importer):
    """One schema a file; its properties are questions, its nested objects pages of their own."""

    code, label = "json-schema", gettext_lazy("JSON Schema")

    def recognises(self, file: SourceFile) -> bool:
        """Take any JSON file: one that is no schema is refused when it is read."""
        return file.name.lower().endswith(".json")

    def read(self, files: Sequence[SourceFile], *, report: Report, progress: Progress) -> Imported:
        """Read each schema."""
        imported = Imported(report)
        for done, file in enumerate(files, start=1):
            opened = report.file(file.name, "form")
            try:
                document = read_json(file.content)
                imported.definitions.append(Item(file.name, _definition(document, file.name, opened)))
            except BadDocument as bad:
                opened.refused(place=bad.place, message=str(bad))
            except Untranslatable as why:
                opened.refused(place="/", message=str(why))
            progress(done, len(files), file.name)
        return imported


def _definition(document: Any, name: str, report: FileReport) -> dict[str, Any]:
    if not isinstance(document, Mapping):
        raise Untranslatable(_("ce fichier ne contient pas le schéma d’un objet."))
    root = Root(document)
    schema = root.plain(document)
    has_parts = any(part in schema for part in ("properties", "oneOf", "anyOf", "if", "x-conditions"))
    if schema.get("type", "object") != "object" or not has_parts:
        raise Untranslatable(_("ce fichier ne contient pas le schéma d’un objet."))
    stem = name.rpartition("/")[2].rpartition(".")[0].removesuffix(".schema")
    title = cut(literal(plain_line(str(schema.get("title") or stem))), 200) or _("Formulaire")
    scope = Scope(root, report, page_checks=[])
    fields = questions_of(schema, scope)
    if not fields:
        raise Untranslatable(_("ce schéma ne pose aucune question que nous sachions poser."))
    described = " ".join(plain_line(str(schema.get("description") or "")).split())
    report.code = code_of(stem or title)
    return {
        "format": "parvis-procedure/1",
        "code": report.code,
        "title": title,
        **({"summary": cut(literal(described), 500)} if described else {}),
        "form": {"pages": _pages(fields, title, scope.page_checks or [])},
        **_subject(fields),
    }


def _pages(fields: list[dict[str, Any]], title: str, checks: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Return the pages: questions together, each block alone; rules across questions stand on the last."""
    pages: list[dict[str, Any]] = []
    alone = True
    for one in fields:
        is_block = one["type"] == "block"
        if not pages or is_block or alone or len(pages[-1]["fields"]) >= MOST_ON_A_PAGE:
            named = cut(one["label"], 200) if is_block else title
            pages.append({"key": f"page-{len(pages) + 1}", "title": named, "fields": []})
        pages[-1]["fields"].append(one)
        alone = is_block
    if checks:
        pages[-1]["checks"] = checks
    return pages


def _subject(fields: list[dict[str, Any]]) -> dict[str, str]:
    named = next((one for one in fields if one["type"] == "text" and "condition" not in one), None)
    return {"subject": named["key"]} if named else {}

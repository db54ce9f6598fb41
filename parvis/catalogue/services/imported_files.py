"""What a body took in of another product, read again with what is taken in later, whichever came first.

A workflow given after its form goes into the procedure that the form became; a form given after its workflow takes it,
and the procedure that the workflow was alone goes, unless someone changed or published it. What builders changed in
the studio meanwhile stays: only what is still as it was imported is made again.
"""

import zlib
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, QuerySet

from parvis.catalogue.imports.registry import Imported, Importer, Item, SourceFile
from parvis.catalogue.models import (
    WRITABLE,
    ImportedFile,
    Procedure,
    ProcedureVersion,
    SharedBlockVersion,
)
from parvis.common import clock
from parvis.organisations.models import Organisation

BESIDE = "⟲ "
"""Before the name of a file taken in earlier, so that no file given now has it."""
LONGEST = 300


def kept_beside(
    organisation: Organisation, importer: Importer, given: Sequence[SourceFile]
) -> list[SourceFile]:
    """Return the files taken in earlier that those given now go with; forms whose procedure is gone are not."""
    rows = list(ImportedFile.objects.filter(organisation=organisation, kind=importer.code).order_by("pk"))
    if not rows:
        return []
    there = set(Procedure.objects.filter(organisation=organisation).values_list("code", flat=True))
    fresh = {importer.identity(file) for file in given}
    kept = [
        SourceFile(f"{BESIDE}{row.name}", zlib.decompress(bytes(row.content)), asked=False)
        for row in rows
        if row.identity not in fresh and (not row.code or row.code in there)
    ]
    return importer.beside(given, kept)


def set_beside_aside(imported: Imported, beside: Sequence[SourceFile]) -> None:
    """Take out of an import what comes of files taken in earlier, but the procedures that get something new."""
    names = {file.name for file in beside}
    if not names:
        return
    imported.joined = [one for one in imported.definitions if one.file in names]
    own = {one.file for one in imported.joined}
    imported.superseded = {
        one.file.removeprefix(BESIDE): one.code
        for one in imported.report.files
        if one.file in names - own and one.code
    }
    imported.joined_blocks = [one for one in imported.blocks if one.file in names]
    imported.definitions = [one for one in imported.definitions if one.file not in names]
    imported.tables = [one for one in imported.tables if one.file not in names]
    imported.sources = [one for one in imported.sources if one.file not in names]
    imported.blocks = [one for one in imported.blocks if one.file not in names]
    imported.report.files = [one for one in imported.report.files if one.file not in names]


def keep_files(organisation: Organisation, imported: Imported) -> None:
    """Keep what was given, for what comes later; a file refused is not."""
    codes = {one.file: one.code for one in imported.definitions}
    made = {one.file: one.document for one in (*imported.definitions, *imported.blocks)}
    for identity, file in imported.given.items():
        report = imported.report.of(file.name)
        if report.errors:
            continue
        ImportedFile.objects.update_or_create(
            organisation=organisation,
            kind=imported.kind,
            identity=identity[:LONGEST],
            defaults={
                "name": file.name[:LONGEST],
                "content": zlib.compress(file.content, 6),
                "code": codes.get(file.name, ""),
                "made": made.get(file.name),
                "taken_at": clock.now(),
            },
        )


def joined_definition(organisation: Organisation, imported: Imported, item: Item) -> dict[str, Any] | None:
    """Return the last definition of a procedure with what comes new; what its builders changed stays.

    None when the procedure is no longer there, or there is nothing new.
    """
    row = _rows(organisation, imported).filter(code=item.code).exclude(made=None).first()
    last = _last(organisation, item.code)
    if row is None or last is None:
        return None
    base, current = row.made or {}, last.definition
    fresh = {
        name: value
        for name, value in item.document.items()
        if name not in current or current[name] == base.get(name)
    }
    gone = {name for name in base if name not in item.document and current.get(name) == base[name]}
    merged = {name: value for name, value in {**current, **fresh}.items() if name not in gone}
    row.made = item.document
    row.save(update_fields=["made"])
    return merged if merged != current else None


def joined_block(organisation: Organisation, imported: Imported, item: Item) -> bool:
    """Return whether a shared block is to be recorded again with what comes new: it is still as it was imported."""
    row = _rows(organisation, imported).filter(code="", made__code=item.code).first()
    last = SharedBlockVersion.objects.filter(block__organisation=organisation, block__code=item.code)
    version = last.order_by("-number").first()
    if row is None or row.made is None or version is None or version.fields != row.made["fields"]:
        return False
    row.made = item.document
    row.save(update_fields=["made"])
    return True


def drop_superseded(organisation: Organisation, imported: Imported) -> None:
    """Delete the procedures that workflows were alone, now that a form takes them.

    One that was changed, published or used stays.
    """
    own = {one.file for one in (*imported.definitions, *imported.joined)}
    now = {
        identity: imported.report.of(file.name).code
        for identity, file in imported.given.items()
        if file.name not in own
    }
    for row in _rows(organisation, imported).exclude(code="").exclude(made=None):
        taken_by = now.get(row.identity) or imported.superseded.get(row.name, "")
        if taken_by and taken_by != row.code:
            _drop(_last(organisation, row.code), row.made or {})
            row.code, row.made = "", None
            row.save(update_fields=["code", "made"])


def _drop(last: ProcedureVersion | None, base: dict[str, Any]) -> None:
    if last is None or not _is_untouched(last, base):
        return
    try:
        with transaction.atomic():
            last.procedure.versions.all().delete()
            last.procedure.delete()
    except ProtectedError:  # tried by somebody: what was lodged there is theirs
        return


def _is_untouched(last: ProcedureVersion, base: dict[str, Any]) -> bool:
    same = all(last.definition.get(name) == value for name, value in base.items())
    return same and not last.procedure.versions.exclude(state__in=WRITABLE).exists()


def _rows(organisation: Organisation, imported: Imported) -> QuerySet[ImportedFile]:
    return ImportedFile.objects.filter(organisation=organisation, kind=imported.kind)


def _last(organisation: Organisation, code: str) -> ProcedureVersion | None:
    versions = ProcedureVersion.objects.filter(procedure__organisation=organisation, procedure__code=code)
    return versions.select_related("procedure").order_by("-number").first()

"""Taking in, as documents, what procedures share: those an importer makes (``imports.registry``), our own exports."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from parvis.catalogue.lists.columns import day
from parvis.catalogue.lists.rows import ImportReport, RowGiven
from parvis.catalogue.models import DataSource, ReferenceTable, SharedBlockVersion
from parvis.catalogue.services.data_sources import record_source
from parvis.catalogue.services.reference_tables import import_rows, record_table
from parvis.catalogue.services.shared_blocks import record_block
from parvis.common.errors import Invalid
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Organisation


@transaction.atomic
def take_table(
    *, organisation: Organisation, document: Mapping[str, Any], skip_refused: bool = False
) -> tuple[ReferenceTable, ImportReport]:
    """Make or update a table of reference and its rows, the whole of them. Raises Invalid, RowsRefused.

    A document that says nothing of rows leaves those of the table: some products export a list without them.
    """
    table = record_table(
        organisation=organisation,
        code=str(document["code"]),
        title=str(document["title"]),
        columns=document.get("columns", []),
        description=str(document.get("description", "")),
    )
    rows = [_row(row, line) for line, row in enumerate(document.get("rows", []), 1)]
    return table, import_rows(table=table, rows=rows, whole="rows" in document, skip_refused=skip_refused)


@transaction.atomic
def take_source(*, organisation: Organisation, document: Mapping[str, Any]) -> DataSource:
    """Make or update a data source; its keys are the arguments of ``record_source``. Raises Invalid.

    One whose address nobody knows keeps what the body declared for it since.
    """
    known = (
        DataSource.objects.filter(organisation=organisation, code=document["code"]).exclude(url="").first()
    )
    if known is not None and not document.get("url"):
        return known
    return record_source(organisation=organisation, **document)


@transaction.atomic
def take_block(
    *, organisation: Organisation, document: Mapping[str, Any], by: AgentSession | None = None
) -> SharedBlockVersion:
    """Record the questions of a shared block as its next version. Raises Invalid, BadDefinition."""
    return record_block(
        organisation=organisation,
        code=str(document["code"]),
        title=str(document["title"]),
        fields=list(document["fields"]),
        by=by,
    )


def table_document(table: ReferenceTable) -> dict[str, Any]:
    """Return a table as the document that ``take_table`` reads back."""
    return {
        "code": table.code,
        "title": table.title,
        **({"description": table.description} if table.description else {}),
        "columns": table.columns,
        "rows": [
            {
                "code": row.code,
                "label": row.label,
                "columns": row.columns,
                **({"valid_from": row.valid_from.isoformat()} if row.valid_from else {}),
                **({"valid_until": row.valid_until.isoformat()} if row.valid_until else {}),
            }
            for row in table.rows.order_by("position", "code")
        ],
    }


def source_document(source: DataSource) -> dict[str, Any]:
    """Return a data source as the document that ``take_source`` reads back."""
    names = (
        "code", "title", "url", "parameters", "list_path", "code_path", "label_path", "columns", "cache_seconds",
        "timeout_seconds", "when_down", "closed_sentence",
    )  # fmt: skip
    return {name: getattr(source, name) for name in names}


def block_document(version: SharedBlockVersion) -> dict[str, Any]:
    """Return a version of a shared block as the document that ``take_block`` reads back."""
    return {"code": version.block.code, "title": version.block.title, "fields": version.fields}


def _row(row: Mapping[str, Any], line: int) -> RowGiven:
    """Read one row of a document; what is wrong with its days is said in the report."""
    given = RowGiven(
        code=str(row.get("code", "")),
        label=str(row.get("label", "")),
        columns=dict(row.get("columns", {})),
        line=line,
    )
    try:
        return replace(given, valid_from=_day(row, "valid_from"), valid_until=_day(row, "valid_until"))
    except Invalid as invalid:
        return replace(given, refusals=tuple(invalid.errors[""]))


def _day(row: Mapping[str, Any], name: str) -> date | None:
    return day(str(row[name]), name) if row.get(name) else None

"""List, fill and write out the reference tables of a body: streets, schools, rates, cemeteries.

"list" tells the tables; "import" takes the rows of a CSV file in, by their code, and makes the table when the body has
none of that code; "export" writes a table as a CSV file that spreadsheets open and "import" reads back the same.
Importing twice changes nothing the second time. Exit code 1 when a row is refused; nothing is then written, unless
--skip-refused.
"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.console import CommandError, Output

if TYPE_CHECKING:
    from parvis.catalogue.lists.csv_files import CsvFile
    from parvis.catalogue.lists.rows import ImportReport
    from parvis.catalogue.models import ReferenceTable
    from parvis.organisations.models import Organisation

HELP = "list the reference tables of a body, fill one from a CSV file, write one out"
SHOWN = 20
"""Refused lines told on the screen; the JSON report has them all."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what is done, of which table, of which body."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    one = {name: actions.add_parser(name, help=said) for name, said in _ACTIONS.items()}
    for name, each in one.items():
        if name != "list":
            each.add_argument("code", metavar="CODE", help="code of the table")
        each.add_argument(
            "--organisation", metavar="SIREN", help="body that owns it (default: the one at the top)"
        )
        each.add_argument("--json", action="store_true", help="print the result as JSON")
    given = one["import"]
    given.add_argument("file", type=Path, metavar="FILE", help="CSV file, its first line naming the columns")
    given.add_argument("--title", help="title of a table made by this import (default: its code)")
    given.add_argument(
        "--whole", action="store_true", help="the file is the whole table: rows that it no longer has end"
    )
    given.add_argument("--skip-refused", action="store_true", help="take the others in when a row is refused")
    given.add_argument("--dry-run", action="store_true", help="only report; nothing is written")
    one["export"].add_argument(
        "--to", type=Path, metavar="FILE", help="file to write (default: standard output)"
    )


def run(options: argparse.Namespace, out: Output) -> int:
    """Find the body, then do what is asked."""
    body = _body(options.organisation)
    if options.action == "list":
        return _list(body, out)
    if options.action == "export":
        return _export(body, options, out)
    return _import(body, options, out)


_ACTIONS = {
    "list": "tell the tables of the body",
    "import": "take the rows of a CSV file in",
    "export": "write a table as a CSV file",
}


def _list(body: "Organisation", out: Output) -> int:
    from parvis.catalogue.list_queries import tables_of

    told: list[dict[str, Any]] = [
        {
            "code": table.code,
            "title": table.title,
            "columns": [column["key"] for column in table.columns],
            "rows": table.row_count,  # type: ignore[attr-defined]
            "offered": table.offered_count,  # type: ignore[attr-defined]
            "retired": table.retired_at is not None,
        }
        for table in tables_of(body)
    ]
    lines = [
        f"{one['code']}: {one['title']}, {one['rows']:,} rows, {one['offered']:,} offered today"
        + (", retired" if one["retired"] else "")
        for one in told
    ]
    out.result({"organisation": body.name, "tables": told}, "\n".join(lines) or f"{body.name} has no table")
    return 0


def _export(body: "Organisation", options: argparse.Namespace, out: Output) -> int:
    from parvis.catalogue.list_queries import rows_found, table_of
    from parvis.catalogue.lists.csv_files import write_csv

    table = table_of(body, options.code)
    if table is None:
        raise CommandError(f"{body.name} has no table of the code {options.code}")
    rows = list(rows_found(table, ""))
    content = "".join(write_csv(table, rows))
    if options.to is None:
        sys.stdout.write(content)
        return 0
    options.to.write_text(content, encoding="utf-8", newline="")
    out.result(
        {"table": table.code, "rows": len(rows), "file": str(options.to)}, f"{options.to}: {len(rows):,} rows"
    )
    return 0


def _import(body: "Organisation", options: argparse.Namespace, out: Output) -> int:
    from parvis.catalogue.errors import RowsRefused
    from parvis.catalogue.lists.csv_files import BadFile, read_csv
    from parvis.common.errors import Invalid

    try:
        file = read_csv(options.file.read_bytes())
        report, made = _taken(body, options, file)
    except RowsRefused as refused:
        report, made = refused.report, False
    except (BadFile, Invalid) as refusal:
        said = " ".join(sentence for each in refusal.errors.values() for sentence in each)
        raise CommandError(f"{options.file}: {said}") from None
    written = not options.dry_run and (options.skip_refused or not report.refused)
    _tell(options, report, out, file=file, made=made, written=written)
    return 1 if report.refused else 0


def _taken(body: "Organisation", options: argparse.Namespace, file: "CsvFile") -> tuple["ImportReport", bool]:
    """Take the rows in, all or none; return the report, and whether the table was made for them."""
    from django.db import transaction

    from parvis.catalogue.list_queries import table_of
    from parvis.catalogue.lists.csv_files import mapping_guessed, rows_of_file
    from parvis.catalogue.services.reference_tables import import_rows

    with transaction.atomic():
        known = table_of(body, options.code)
        table = known or _made(body, options, file)
        rows = rows_of_file(file, table.columns, mapping_guessed(file.headers, table.columns))
        report = import_rows(
            table=table,
            rows=rows,
            whole=options.whole,
            skip_refused=options.skip_refused,
            dry_run=options.dry_run,
        )
        transaction.set_rollback(options.dry_run)
    return report, known is None


def _made(body: "Organisation", options: argparse.Namespace, file: "CsvFile") -> "ReferenceTable":
    from parvis.catalogue.lists.csv_files import columns_guessed
    from parvis.catalogue.services.reference_tables import record_table

    return record_table(
        organisation=body,
        code=options.code,
        title=options.title or options.code,
        columns=columns_guessed(file),
    )


def _tell(
    options: argparse.Namespace,
    report: "ImportReport",
    out: Output,
    *,
    file: "CsvFile",
    made: bool,
    written: bool,
) -> None:
    refused = [{"line": one.line, "code": one.code, "why": list(one.sentences)} for one in report.refused]
    document = {
        "table": options.code,
        "file": {"name": options.file.name, "lines": len(file.lines), "read_as": file.understood},
        "made": made and written,
        "written": written,
        "counts": report.counts,
        "refused": refused,
    }
    counts = ", ".join(f"{count:,} {outcome}" for outcome, count in report.counts.items())
    lines = [f"line {one.line}: {' '.join(one.sentences)}" for one in report.refused[:SHOWN]]
    done = "written" if written else "nothing was written"
    out.result(document, "\n".join([*lines, f"{options.code}: {counts}; {done}"]))


def _body(siren: str | None) -> "Organisation":
    from parvis.common.errors import NotFound
    from parvis.organisations.queries import organisation_by_siren, top_organisation

    if siren is None:
        body = top_organisation()
        if body is None:
            raise CommandError("there is no body yet: make one with set-up")
        return body
    try:
        return organisation_by_siren(siren)
    except NotFound:
        raise CommandError(f"no active body has the SIREN {siren}") from None

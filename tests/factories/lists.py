"""Tables of reference and data sources, made through the services as in life."""

from typing import Any

from parvis.catalogue.lists.rows import RowGiven
from parvis.catalogue.models import DataSource, ReferenceTable, SourceCopy
from parvis.catalogue.models.data_source import asked_with
from parvis.catalogue.services.data_sources import record_source
from parvis.catalogue.services.reference_tables import import_rows, record_table
from parvis.common import clock
from parvis.organisations.models import Organisation

STREETS: dict[str, Any] = {
    "code": "rues",
    "title": "Rues",
    "columns": [
        {"key": "commune", "label": "Commune"},
        {"key": "etages", "label": "Étages", "type": "number"},
        {"key": "pieton", "label": "Piétonne", "type": "yes_no"},
    ],
}


def row(code: str, label: str, **given: Any) -> RowGiven:
    """Return a row to take in; ``since`` and ``until`` are its days, the rest its columns."""
    return RowGiven(
        code=code,
        label=label,
        valid_from=given.pop("since", None),
        valid_until=given.pop("until", None),
        columns=given,
    )


def table(organisation: Organisation, *rows: RowGiven, **changes: Any) -> ReferenceTable:
    """Return a table of streets with some rows."""
    made = record_table(organisation=organisation, **{**STREETS, **changes})
    import_rows(table=made, rows=rows)
    return made


def source(organisation: Organisation, **changes: Any) -> DataSource:
    """Return a source of streets that was never called."""
    given = {"code": "rues", "title": "Rues", "url": "https://data.example.fr/rues.json", **changes}
    return record_source(organisation=organisation, **given)


def copy(of: DataSource, *rows: tuple[str, str, dict[str, Any]], **parameters: str) -> SourceCopy:
    """Return a copy of a source, received now; ``parameters`` are what it was asked with."""
    return SourceCopy.objects.create(
        source=of,
        asked=asked_with(parameters),
        rows=[{"code": code, "label": label, "columns": columns} for code, label, columns in rows],
        fetched_at=clock.now(),
    )

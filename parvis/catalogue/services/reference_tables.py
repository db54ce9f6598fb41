"""Making tables of reference, filling them, taking rows out of use. A row that a form may have offered is kept."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from parvis.catalogue.errors import RowsRefused
from parvis.catalogue.field_types import clean_line, clean_text
from parvis.catalogue.lists.columns import check_box, checked_columns
from parvis.catalogue.lists.rows import ImportReport, LineReport, Outcome, RowGiven
from parvis.catalogue.models import ReferenceRow, ReferenceTable
from parvis.catalogue.models.reference_table import RESOURCE_CODE
from parvis.common import clock
from parvis.common.errors import Invalid
from parvis.organisations.models import Organisation

MOST_ROWS = 50_000
LONGEST_CODE, LONGEST_LABEL = 100, 300
_BATCH = 1000


@transaction.atomic
def record_table(
    *,
    organisation: Organisation,
    code: str,
    title: str,
    columns: Iterable[Any] = (),
    description: str = "",
) -> ReferenceTable:
    """Make the body's table of that code, or bring it up to date; its rows stay. Raises Invalid.

    A column taken away is no longer shown nor given; what rows hold in it stays until they are next written.
    """
    check_code(code)
    title = clean_line(title)[:200]
    if not title:
        raise Invalid({"title": [_("Donnez un titre à cette table.")]})
    table, _made = ReferenceTable.objects.update_or_create(
        organisation=organisation,
        code=code,
        defaults={
            "title": title,
            "description": clean_text(description),
            "columns": checked_columns(columns),
            "updated_at": clock.now(),
            "retired_at": None,
        },
    )
    return table


def check_code(code: str) -> None:
    """Refuse what cannot be the code of a resource of a body. Raises Invalid."""
    try:
        RESOURCE_CODE(code)
    except ValidationError:
        raise Invalid(
            {"code": [_("Écrivez un code en minuscules sans accent, comme « rues » ou « ecoles-2026 ».")]}
        ) from None


@transaction.atomic
def import_rows(
    *,
    table: ReferenceTable,
    rows: Iterable[RowGiven],
    whole: bool = False,
    skip_refused: bool = False,
    dry_run: bool = False,
) -> ImportReport:
    """Take rows in, by their code: new ones are added, the others changed. Nothing is written by ``dry_run``.

    ``whole``: the rows are the whole table, in its order; those it no longer holds end yesterday. Without
    ``skip_refused``, one row refused keeps them all out. Raises RowsRefused, with the report.
    """
    ReferenceTable.objects.select_for_update().get(pk=table.pk)
    plan = _Plan(table, list(rows), whole=whole)
    if dry_run:
        return plan.report
    if plan.report.refused and not skip_refused:
        raise RowsRefused(plan.report)
    plan.write()
    ReferenceTable.objects.filter(pk=table.pk).update(updated_at=clock.now())
    return plan.report


class _Plan:
    """What an import will write, found before anything is."""

    def __init__(self, table: ReferenceTable, given: list[RowGiven], *, whole: bool) -> None:
        self.table, self.whole = table, whole
        self.known = {row.code: row for row in table.rows.all()}
        self.last = table.rows.aggregate(last=Max("position"))["last"] or 0
        self.created: list[ReferenceRow] = []
        self.changed: list[ReferenceRow] = []
        self.seen: set[str] = set()
        lines = [self._take(place, row) for place, row in enumerate(given, 1)]
        self.report = ImportReport((*lines, *(self._retire() if whole else ())))

    def _take(self, place: int, given: RowGiven) -> LineReport:
        code, label = clean_line(given.code), clean_line(given.label)
        line = given.line or place
        sentences = (*given.refusals, *self._wrong(code, label, given))
        columns: dict[str, Any] = {}
        try:
            columns = self._boxes(given)
        except Invalid as invalid:
            sentences += tuple(sentence for said in invalid.errors.values() for sentence in said)
        if sentences:
            return LineReport(line, code[:LONGEST_CODE], label[:LONGEST_LABEL], Outcome.REFUSED, sentences)
        self.seen.add(code)
        return LineReport(line, code, label, self._put(place, code, label, columns, given))

    def _wrong(self, code: str, label: str, given: RowGiven) -> Iterable[str]:
        if not code:
            yield _("Cette ligne n’a pas de code.")
        if len(code) > LONGEST_CODE or len(label) > LONGEST_LABEL:
            yield _("Le code a au plus %(code)d caractères, le libellé %(label)d.") % {
                "code": LONGEST_CODE,
                "label": LONGEST_LABEL,
            }
        if not label:
            yield _("Cette ligne n’a pas de libellé.")
        if code in self.seen:
            yield _("Le code « %(code)s » est déjà sur une autre ligne.") % {"code": code[:LONGEST_CODE]}
        elif code not in self.known and len(self.known) + len(self.created) >= MOST_ROWS:
            yield _("Une table a au plus %(most)d lignes.") % {"most": MOST_ROWS}
        if given.valid_from and given.valid_until and given.valid_until < given.valid_from:
            yield _("Le dernier jour de validité vient avant le premier.")

    def _boxes(self, given: RowGiven) -> dict[str, Any]:
        declared = {column["key"]: column for column in self.table.columns}
        checked = {
            key: check_box(declared[key], value) for key, value in given.columns.items() if key in declared
        }
        return {key: value for key, value in checked.items() if value is not None}

    def _put(self, place: int, code: str, label: str, columns: dict[str, Any], given: RowGiven) -> Outcome:
        """Write the row in the plan. What a giver does not say of a known row's boxes stays."""
        row = self.known.get(code)
        if row is None:
            position = place if self.whole else self.last + place
            self.created.append(
                ReferenceRow(
                    table=self.table,
                    code=code,
                    label=label,
                    columns=columns,
                    valid_from=given.valid_from,
                    valid_until=given.valid_until,
                    position=position,
                )
            )
            return Outcome.CREATED
        declared = {column["key"] for column in self.table.columns}
        kept = {key: value for key, value in row.columns.items() if key in declared - given.columns.keys()}
        wanted = {
            "label": label,
            "columns": kept | columns,
            **self._days(row, given),
            "position": place if self.whole else row.position,
        }
        if all(getattr(row, name) == value for name, value in wanted.items()):
            return Outcome.SAME
        for name, value in wanted.items():
            setattr(row, name, value)
        self.changed.append(row)
        return Outcome.CHANGED

    def _days(self, row: ReferenceRow, given: RowGiven) -> dict[str, date | None]:
        if given.says_days:
            return {"valid_from": given.valid_from, "valid_until": given.valid_until}
        # A row that had ended and stands again in the whole table is offered again.
        ended = row.valid_until is not None and row.valid_until < clock.today()
        until = None if self.whole and ended else row.valid_until
        return {"valid_from": row.valid_from, "valid_until": until}

    def _retire(self) -> Iterable[LineReport]:
        for code, row in self.known.items():
            if code not in self.seen and _end(row, clock.today() - timedelta(days=1)):
                self.changed.append(row)
                yield LineReport(0, code, row.label, Outcome.RETIRED)

    def write(self) -> None:
        """Write what was planned."""
        ReferenceRow.objects.bulk_create(self.created, batch_size=_BATCH)
        ReferenceRow.objects.bulk_update(
            self.changed,
            ["label", "columns", "valid_from", "valid_until", "position"],
            batch_size=_BATCH,
        )


def _end(row: ReferenceRow, last: date) -> bool:
    """End a row at its last day, and say whether that changed it; one that has not begun never will."""
    if row.valid_until is not None and row.valid_until <= last:
        return False
    row.valid_until = last
    if row.valid_from is not None:
        row.valid_from = min(row.valid_from, last)
    return True

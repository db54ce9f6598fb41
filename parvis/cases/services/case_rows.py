"""Rows of cases that changed, with their journal entries and the copies others read, in one trip to the database.

One statement for a case as for five hundred: what a gesture of the desk writes, and what silence does to a whole day.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connection, models

from parvis.cases import journal
from parvis.cases.models import NEVER, Case, ClockState, JournalEntry
from parvis.common.postgresql.given import Given

QUEUES = ("changed_at", "state", "due_on", "received_at", "assignee_id")
"""Columns that participations copy: the keys by which queues and feeds are sorted."""
HANDED = ("organisation_id", "team_id", "assignee_id")
"""Columns that clocks copy while someone has to act (``clock_rows.COPIED``)."""
_ENTRY = Given(tuple(field for field in JournalEntry._meta.concrete_fields if not field.primary_key))  # noqa: SLF001


def write_cases(cases: Sequence[Case], *, fields: Iterable[str]) -> None:
    """Write these fields of locked cases, the entries journalled since, and the copies that queues and clocks read.

    The actor must have proved the cases (``actor.admitting``).
    """
    columns = tuple(sorted(str(_field(name).column) for name in fields))
    entries = [entry for case in cases for entry in journal.pending(case)]
    statement, read = _statement(columns, bool(entries))
    values = read.values_of(cases)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, *_ENTRY.values_of(entries)] if entries else values)
    for case in cases:
        journal.pending(case).clear()


def write_entries(cases: Sequence[Case]) -> None:
    """Write the entries chained in memory since the last write, of cases whose rows are written apart."""
    entries = [entry for case in cases for entry in journal.pending(case)]
    if entries:
        with connection.cursor() as cursor:
            cursor.execute(_entries(), _ENTRY.values_of(entries))
    for case in cases:
        journal.pending(case).clear()


def _field(name: str) -> "models.Field[Any, Any]":
    field: models.Field[Any, Any] = Case._meta.get_field(name)  # type: ignore[assignment]  # noqa: SLF001
    return field


# Only the names of our own columns and states are put in these texts; every value is a parameter.
_CASES = "UPDATE cases_case AS held SET {columns} FROM new WHERE held.id = new.id"
_COPIES = """copies AS (UPDATE cases_participation AS held SET {columns} FROM new
  WHERE held.case_id = new.id AND held.until IS NULL)"""
_CLOCKS = """clocks AS (UPDATE cases_clock AS held SET {columns} FROM new
  WHERE held.case_id = new.id AND held.state = '{running}' AND held.team_id IS NOT NULL)"""


@cache
def _entries() -> str:
    names = ", ".join(f'"{field.column}"' for field in _ENTRY.columns)
    return f"INSERT INTO cases_journalentry ({names}) SELECT * FROM {_ENTRY.table}"  # noqa: S608


@cache
def _statement(columns: tuple[str, ...], journals: bool) -> tuple[str, Given]:
    """Return the statement that writes these columns, and what it is given of cases."""
    handed = bool({"team_id", "assignee_id"} & {*columns})
    names = dict.fromkeys(["id", *columns, *(HANDED if handed else ())])
    read = Given.of(Case, names)
    parts = [f"new AS (SELECT * FROM {read.table})"]  # noqa: S608
    copied = [name for name in QUEUES if name in columns]
    parts.append(_COPIES.format(columns=_set(copied, nothing_due=f"'{NEVER}'::date")))
    if handed:
        parts.append(_CLOCKS.format(columns=_set(HANDED), running=ClockState.RUNNING.value))
    if journals:
        parts.append(f"entries AS ({_entries()})")
    return f"WITH {', '.join(parts)} " + _CASES.format(columns=_set(columns)), read


def _set(names: Iterable[str], *, nothing_due: str = "NULL") -> str:
    """Return the assignments of columns; ``nothing_due`` is what stands for a case of which nothing is due."""
    due = f"due_on = coalesce(new.due_on, {nothing_due})"
    return ", ".join(due if name == "due_on" else f"{name} = new.{name}" for name in names)

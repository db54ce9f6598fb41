"""The rows of clocks: written whole from what was derived, one statement for a case as for five hundred."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from parvis.cases.clocks import COLUMNS, Reckoned, asks_agents
from parvis.cases.models import Case, Clock, ClockState

COPIED = ("organisation_id", "team_id", "assignee_id")
"""What a clock copies from its case."""
_TYPES = {
    "CharField": "text",
    "DateTimeField": "timestamptz",
    "DateField": "date",
    "BigIntegerField": "bigint",
    "BigAutoField": "bigint",
    "UUIDField": "uuid",
}
_REFERENCES = frozenset({"case_id", *COPIED})
_ALL = (*COLUMNS, *COPIED)
_SET = ", ".join(f"{name} = EXCLUDED.{name}" for name in _ALL)


def _type(name: str) -> str:
    """Return the PostgreSQL type of a column of clocks."""
    field: Any = Clock._meta.get_field(name.removesuffix("_id") if name in _REFERENCES else name)  # noqa: SLF001
    return _TYPES[(field.target_field if name in _REFERENCES else field).get_internal_type()]


_ARRAYS = ", ".join(f"%s::{_type(name)}[]" for name in ("case_id", "kind", "about", *_ALL))
# Only our own constants are put in the text; every value is a parameter.
_UPSERT = f"""
INSERT INTO cases_clock AS held (case_id, kind, about, {", ".join(_ALL)})
SELECT * FROM unnest({_ARRAYS})
ON CONFLICT (case_id, kind, about) DO UPDATE SET {_SET}
WHERE ({", ".join(f"held.{name}" for name in _ALL)})
   IS DISTINCT FROM ({", ".join(f"EXCLUDED.{name}" for name in _ALL)})
"""  # noqa: S608
_GONE = """
DELETE FROM cases_clock held WHERE held.case_id = ANY(%s::uuid[])
AND NOT EXISTS (
  SELECT 1 FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS kept(case_id, kind, about)
  WHERE (kept.case_id, kept.kind, kept.about) = (held.case_id, held.kind, held.about))
"""


def replace_clocks(found: Iterable[tuple[Case, Iterable[Reckoned]]]) -> None:
    """Write the clocks of locked cases that changed, add new ones, delete those that the journal knows no more."""
    held = [(case, list(clocks)) for case, clocks in found]
    rows = [(case, clock) for case, clocks in held for clock in clocks]
    keys = upsert_clocks(rows)
    with connection.cursor() as cursor:
        cursor.execute(_GONE, [[str(case.pk) for case, _ in held], *keys])


def upsert_clocks(rows: Sequence[tuple[Case, Reckoned]]) -> list[list[str]]:
    """Write these clocks of locked cases, and no other; return the columns of their keys."""
    keys = [[str(case.pk) for case, _ in rows], [one.kind for _, one in rows], [one.about for _, one in rows]]
    values = [[getattr(one, name) for _, one in rows] for name in COLUMNS]
    copied = [copies_of(*row) for row in rows]
    copies = [[each[rank] for each in copied] for rank in range(len(COPIED))]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_UPSERT, [*keys, *values, *copies])
    return keys


def copies_of(case: Case, one: Reckoned) -> tuple[int | None, ...]:
    """Return what a clock copies from its case (``COPIED``): who must act, nobody once it ended or for the person's."""
    acts = one.state == ClockState.RUNNING and asks_agents(one.kind)
    turn = (case.team_id, case.assignee_id) if acts else (None, None)
    return (case.organisation_id, *turn)

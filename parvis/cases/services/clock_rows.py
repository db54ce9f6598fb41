"""The rows of clocks: written whole from what was derived, one statement for a case as for five hundred."""

from collections.abc import Iterable, Sequence
from functools import cache

from django.db import connection

from parvis.cases.clocks import COLUMNS, Reckoned, asks_agents
from parvis.cases.models import Case, Clock, ClockState
from parvis.common.postgresql.given import Given

COPIED = ("organisation_id", "team_id", "assignee_id")
"""What a clock copies from its case."""
_KEY = ("case_id", "kind", "about")
_CHANGING = (*COLUMNS, *COPIED)
_ROWS = Given.of(Clock, (*_KEY, *_CHANGING))
_SET = ", ".join(f"{name} = EXCLUDED.{name}" for name in _CHANGING)
# Only our own constants are put in the texts; every value is a parameter.


@cache
def _upsert() -> str:
    return f"""
INSERT INTO cases_clock AS held ({", ".join((*_KEY, *_CHANGING))})
SELECT * FROM {_ROWS.table}
ON CONFLICT (case_id, kind, about) DO UPDATE SET {_SET}
WHERE ({", ".join(f"held.{name}" for name in _CHANGING)})
   IS DISTINCT FROM ({", ".join(f"EXCLUDED.{name}" for name in _CHANGING)})
"""  # noqa: S608


@cache
def _gone() -> str:
    return f"""
DELETE FROM cases_clock held WHERE held.case_id = ANY(%s::uuid[])
AND NOT EXISTS (
  SELECT 1 FROM {_ROWS.table}
  WHERE (given.case_id, given.kind, given.about) = (held.case_id, held.kind, held.about))
"""  # noqa: S608


def replace_clocks(found: Iterable[tuple[Case, Iterable[Reckoned]]]) -> None:
    """Write the clocks of locked cases that changed, add new ones, delete those that the journal knows no more."""
    held = [(case, list(clocks)) for case, clocks in found]
    given = upsert_clocks([(case, clock) for case, clocks in held for clock in clocks])
    with connection.cursor() as cursor:
        cursor.execute(_gone(), [[str(case.pk) for case, _ in held], *given])


def upsert_clocks(rows: Sequence[tuple[Case, Reckoned]]) -> tuple[str, int]:
    """Write these clocks of locked cases, and no other; return them as they were given."""
    given = _ROWS.values(
        (case.pk, one.kind, one.about, *one.values(), *copies_of(case, one)) for case, one in rows
    )
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_upsert(), given)
    return given


def copies_of(case: Case, one: Reckoned) -> tuple[int | None, ...]:
    """Return what a clock copies from its case (``COPIED``): who must act, nobody once it ended or for the person's."""
    acts = one.state == ClockState.RUNNING and asks_agents(one.kind)
    turn = (case.team_id, case.assignee_id) if acts else (None, None)
    return (case.organisation_id, *turn)

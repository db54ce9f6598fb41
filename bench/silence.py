"""Cases on which silence decides on one same day: by COPY, journal and all, as the others of the base."""

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from bench.cases import BATCH, COLUMNS, TABLES, Maker, defaults_of
from bench.world import World

FIRST_RANK = 100_000_000
"""Numbers of these cases are made from ranks that the base does not reach."""


class SilentMaker(Maker):
    """Makes cases in progress, received on one day, for which nobody ever decides."""

    mark = "silence"

    def __init__(self, world: World, total: int, received: datetime) -> None:
        super().__init__(world, total)
        self.received = received

    def _received(self, rank: int) -> datetime:
        return self.received + timedelta(microseconds=rank % 1_000_000)

    def _state(self, received: datetime) -> str:  # noqa: ARG002 - none of them was decided
        return "in_progress"


def two_months_before(day: datetime) -> datetime:
    """Return noon of the day whose delay of two months ends on that day."""
    month, year = (day.month - 2, day.year) if day.month > 2 else (day.month + 10, day.year - 1)
    return datetime(year, month, min(day.day, 28), 12, tzinfo=UTC)


def add_silent_cases(owner_url: str, world: World, count: int, received: datetime) -> None:
    """Add cases whose silence decides at the end of one same day."""
    maker = SilentMaker(world, count, received)
    with psycopg.connect(owner_url) as connection:
        held = connection.execute(
            "SELECT count(*) FROM cases_case WHERE intake_key LIKE 'silence:%'"
        ).fetchone()
        start = FIRST_RANK + (held[0] if held else 0)
        for begin in range(start, start + count, BATCH):
            maker.batch(begin, min(begin + BATCH, start + count))
            for table in TABLES:
                copy_rows(connection, table, maker.rows[table])
        connection.commit()


def copy_rows(connection: psycopg.Connection[Any], table: str, rows: list[tuple[Any, ...]]) -> None:
    """Copy rows into a table; the columns that we do not give take the default that Django gives them."""
    extra = defaults_of(table)
    columns = [*COLUMNS[table].split(), *extra]
    values = tuple(value.strip("'") for value in extra.values())
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row((*row, *values))

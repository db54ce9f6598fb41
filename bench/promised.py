"""Cases to which a body promised answers in opening time, all by one calendar: what a closure declared late moves."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from bench.cases import BATCH, TABLES, link_of
from bench.silence import SilentMaker, copy_rows
from bench.world import World

FIRST_RANK = 200_000_000
"""Numbers of these cases are made from ranks that neither the base nor the silent ones reach."""
PROMISED = {
    "agreement": 1,
    "first_answer": "4h",
    "next_answer": "1d",
    "pauses": ["waiting_for_person"],
    "resolution": "10d",
    "scope": "person",
    "shown": True,
    "steps": [{"share": 75, "tell": ["assignee"]}, {"after": "2h", "tell": ["managers"]}],
}


class PromisedMaker(SilentMaker):
    """Makes cases in progress whose journal holds the promise, after what led there."""

    mark = "promised"

    def __init__(self, world: World, total: int, received: datetime, calendar: int) -> None:
        super().__init__(world, total, received)
        self.facts = json.dumps(PROMISED | {"calendar": calendar}, separators=(",", ":"), sort_keys=True)

    def _journal(
        self, case: UUID, body: int, agent: int, received: datetime, state: str, ended: datetime | None
    ) -> tuple[int, str, datetime]:
        length, previous, last = super()._journal(case, body, agent, received, state, ended)
        position = length + 1
        head = link_of(previous, case, position, "committed", received, None, "person", self.facts)
        self.rows["cases_journalentry"].append(
            (
                body, case, position, "committed", received, received, None, "person", self.facts, previous, head,
            )
        )  # fmt: skip
        return position, head, last


def add_promised_cases(owner_url: str, maker: PromisedMaker) -> None:
    """Add as many cases as the maker was asked for, to those that are there."""
    with psycopg.connect(owner_url) as connection:
        start = FIRST_RANK + _held(connection)
        for begin in range(start, start + maker.total, BATCH):
            maker.batch(begin, min(begin + BATCH, start + maker.total))
            for table in TABLES:
                copy_rows(connection, table, maker.rows[table])
        connection.execute("UPDATE cases_case SET is_committed = true WHERE intake_key LIKE 'promised:%'")


def _held(connection: psycopg.Connection[Any]) -> int:
    found = connection.execute(
        "SELECT count(*) FROM cases_case WHERE intake_key LIKE 'promised:%'"
    ).fetchone()
    return int(found[0]) if found else 0

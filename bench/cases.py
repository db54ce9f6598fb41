"""Makes cases by the hundred thousand, with COPY as the owner: always the same ones for the same number.

Each has its person, its participations, its chained journal and its words to search; some have messages. The hashes
are computed as the product computes them, and checked with its own verification on a sample.
"""

import hashlib
import json
import random
import threading
import time
from bisect import bisect
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from queue import Queue
from typing import Any
from uuid import UUID

import psycopg

from bench import words
from bench.stage import say
from bench.world import SHARES, World, weights

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SPAN = timedelta(days=3 * 365)
BATCH = 20_000
GENESIS = "0" * 64
STATES = ("received", "in_progress", "waiting_for_person", "decided", "closed")
_OLD, _NEW = list(accumulate((1, 3, 1, 3, 92))), list(accumulate((14, 26, 10, 10, 40)))
CHANNELS = ("web",) * 6 + ("phone",) * 2 + ("counter", "email")
DIRECTIONS = ("inbound", "outbound", "note")
COLUMNS = {
    "people_person": "id first_name last_name email created_at",
    "cases_case": (
        "id organisation_id number version_id procedure_code state outcome subject channel person_id person_name "
        "answers original municipality_id place regime delay received_at first_received_at due_on ended_at team_id "
        "assignee_id intake_key follow_up_hash journal_head journal_length changed_at"
    ),
    "cases_participation": (
        "organisation_id case_id team_id capacity since state received_at due_on assignee_id changed_at"
    ),
    "cases_journalentry": (
        "organisation_id case_id position kind at recorded_at agent_id by facts previous_hash hash"
    ),
    "cases_message": "id organisation_id case_id direction channel agent_id text written_at",
}
TABLES = tuple(COLUMNS)
_VERHOEFF_D = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 0, 6, 7, 8, 9, 5], [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7], [4, 0, 1, 2, 3, 9, 5, 6, 7, 8], [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2], [7, 6, 5, 9, 8, 2, 1, 0, 4, 3], [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
]  # fmt: skip
_VERHOEFF_P = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 5, 7, 6, 2, 8, 3, 0, 9, 4], [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
    [8, 9, 1, 6, 0, 4, 3, 5, 2, 7], [9, 4, 5, 3, 1, 2, 6, 8, 7, 0], [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
    [2, 7, 9, 3, 8, 0, 6, 4, 1, 5], [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
]  # fmt: skip
_INVERSE = [0, 4, 3, 2, 1, 5, 6, 7, 8, 9]

# As parvis_index_case does, for the cases of a batch, in which the team in charge and the desk take part.
_INDEX = """
INSERT INTO cases_searchentry (case_id, teams, words, received_at)
SELECT c.id, ARRAY[c.team_id, %s],
       setweight(to_tsvector('parvis_fr', c.number || ' ' || c.person_name), 'A')
       || setweight(to_tsvector('parvis_fr', c.subject), 'B')
       || setweight(to_tsvector('parvis_fr', concat_ws(' ', c.place, c.answers->>'street', c.answers->>'reason')), 'C'),
       c.received_at
FROM cases_case c WHERE c.id >= %s AND c.id <= %s
"""


def number_of(rank: int) -> str:
    """Return a case number never made twice, with its check digit."""
    body = f"{(rank * 48_271_893_271 + 12_345_678_901) % 99_999_999_977:011}"
    check = 0
    for place, digit in enumerate(reversed(body), start=1):
        check = _VERHOEFF_D[check][_VERHOEFF_P[place % 8][int(digit)]]
    return body + str(_INVERSE[check])


class Maker:
    """Makes the rows of cases, one rank after another: the columns of ``COLUMNS``, the others at their default."""

    mark = "banc"
    """What the deposit keys of its cases begin with."""

    def __init__(self, world: World, total: int) -> None:
        self.world, self.total, self.chance = world, total, random.Random(total)
        self.texts = words.Texts(self.chance)
        self.rows: dict[str, list[tuple[Any, ...]]] = {}
        self._bodies = list(accumulate(weights()))
        self._teams = list(accumulate(SHARES))
        self._procedures = list(accumulate(1 / (rank + 1) for rank in range(len(world.versions))))

    def batch(self, start: int, stop: int) -> tuple[UUID, UUID]:
        """Make the cases of these ranks; return the ids of the first and the last."""
        self.rows = {table: [] for table in COLUMNS}
        ids = [self._case(rank) for rank in range(start, stop)]
        return min(ids), max(ids)

    def _uuid(self, stamp: int) -> UUID:
        """Return a UUID of version 7 of that millisecond."""
        bits = self.chance.getrandbits(74)
        return UUID(int=(stamp << 80) | (7 << 76) | ((bits >> 62) << 64) | (2 << 62) | (bits & (2**62 - 1)))

    def _drawn(self, cumulated: list[float]) -> int:
        return bisect(cumulated, self.chance.random() * cumulated[-1])

    def _case(self, rank: int) -> UUID:
        chance, world = self.chance, self.world
        received = self._received(rank)
        stamp = int(received.timestamp() * 1000)
        body, place = self._drawn(self._bodies), self._drawn(self._teams)
        organisation, team, agent = world.bodies[body], world.teams[body][place], world.agents[body][place]
        version, procedure = world.versions[self._drawn(self._procedures)]
        state = self._state(received)
        assignee = None if state == "received" else agent
        key, person = self._uuid(stamp), self._uuid(stamp)
        due = (received + timedelta(days=61)).date()
        ended = received + timedelta(days=chance.randint(1, 80)) if state == "closed" else None
        first, last = chance.choice(words.FIRST_NAMES), chance.choice(words.LAST_NAMES)
        self.rows["people_person"].append(
            (person, first, last, f"{first}.{last}.{rank}@exemple.invalid".lower(), received)
        )
        length, head, changed = self._journal(key, organisation, agent, received, state, ended)
        street = f"{chance.randint(1, 99)} rue {chance.choice(words.VOCABULARY)}"
        answers = f'{{"street": "{street}", "reason": "{self.texts.next()}"}}'
        self.rows["cases_case"].append(
            (
                key, organisation, number_of(rank), version, procedure, state,
                "granted" if state in {"closed", "decided"} else "",
                f"{chance.choice(words.SUBJECTS)} {chance.choice(words.VOCABULARY)}", CHANNELS[rank % len(CHANNELS)],
                person, f"{first} {last}", answers, answers, world.municipalities[body], street, "SVR", "2m", received,
                received, due, ended, team, assignee, f"{self.mark}:{rank}", hashlib.sha256(key.bytes).hexdigest(),
                head, length, changed,
            )
        )  # fmt: skip
        participations = self.rows["cases_participation"]
        for whose, taking_part, capacity in (
            (organisation, team, "handler"),
            (world.region, world.desk, "reception"),
        ):
            participations.append(
                (whose, key, taking_part, capacity, received, state, received, due, assignee, changed)
            )
        for at in range((0, 0, 0, 0, 0, 0, 0, 1, 1, 3)[rank % 10]):
            self.rows["cases_message"].append(
                (
                    self._uuid(stamp), organisation, key, DIRECTIONS[at], "online", agent if at else None,
                    self.texts.next(), changed,
                )
            )  # fmt: skip
        return key

    def _received(self, rank: int) -> datetime:
        """Return when the case of a rank came: spread over three years."""
        return NOW - SPAN + SPAN * (rank / self.total)

    def _state(self, received: datetime) -> str:
        old = NOW - received > timedelta(days=90)
        return STATES[self._drawn(_OLD if old else _NEW)]

    def _journal(
        self, case: UUID, body: int, agent: int, received: datetime, state: str, ended: datetime | None
    ) -> tuple[int, str, datetime]:
        """Chain the entries that lead to a state; return how many, the head and the time of the last."""
        told = [("received", received, None, f'{{"channel":"web","intake_key":"{case}"}}')]
        if state != "received":
            at = received + timedelta(hours=20)
            told.append(("assigned", at, agent, f'{{"name":"Camille Agent","to":{agent}}}'))
            told.append(("moved", at, agent, '{"origin":"received","to":"in_progress"}'))
        if state in {"decided", "closed"}:
            at = ended or received + timedelta(days=20)
            told.append(("decided", at, agent, '{"author":"Camille Agent, adjointe","outcome":"granted"}'))
        if state == "closed" and ended:
            told.append(("closed", ended, agent, '{"outcome":"granted"}'))
        head = GENESIS
        for position, (kind, at, who, facts) in enumerate(told, start=1):
            by = "agent" if who else "person"
            previous, head = head, link_of(head, case, position, kind, at, who, by, facts)
            self.rows["cases_journalentry"].append(
                (body, case, position, kind, at, at, who, by, facts, previous, head)
            )
        return len(told), head, told[-1][1]


def link_of(
    previous: str, case: UUID, position: int, kind: str, at: datetime, who: int | None, by: str, facts: str
) -> str:
    """Return the hash of an entry: ``parvis.common.journal.link`` written out, as a million cases need it."""
    moment = at.isoformat(timespec="microseconds")
    content = (
        f'{{"agent":{who or "null"},"at":"{moment}","by":"{by}","case":"{case}","facts":{facts},"kind":"{kind}",'
        f'"personal":"","position":{position},"recorded_at":"{moment}"}}'
    )
    return hashlib.sha256((previous + content).encode()).hexdigest()


def fill(owner_url: str, world: World, total: int) -> None:
    """Fill the base with that many cases, unless it holds them already."""
    with psycopg.connect(owner_url) as connection:
        held = connection.execute("SELECT count(*) FROM cases_case WHERE intake_key LIKE 'banc:%'").fetchone()
        if held and held[0] == total:
            return
        if held and held[0]:
            raise RuntimeError(f"this folder holds {held[0]:,} cases: give another --data for {total:,}")
    began = time.monotonic()
    with psycopg.connect(owner_url) as connection, bare_tables(connection):
        _copy(connection, owner_url, Maker(world, total), total)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT") if _may_checkpoint(connection) else None
    say(f"{total:,} cases made in {time.monotonic() - began:.0f} s")


def _copy(connection: psycopg.Connection[Any], owner_url: str, maker: Maker, total: int) -> None:
    """Make a batch while the words of the one before are indexed."""
    batches: Queue[tuple[UUID, UUID] | None] = Queue()
    indexer = threading.Thread(target=_index, args=(owner_url, maker.world.desk, batches))
    indexer.start()
    try:
        for start in range(0, total, BATCH):
            ends = maker.batch(start, min(start + BATCH, total))
            for table in TABLES:
                with (
                    connection.cursor() as cursor,
                    cursor.copy(f"COPY {table} ({', '.join(COLUMNS[table].split())}) FROM STDIN") as copy,
                ):
                    for row in maker.rows[table]:
                        copy.write_row(row)
            connection.commit()
            batches.put(ends)
            say(f"  {min(start + BATCH, total):,}/{total:,} cases")
    finally:
        batches.put(None)
        indexer.join()


def _index(owner_url: str, desk: int, batches: "Queue[tuple[UUID, UUID] | None]") -> None:
    with psycopg.connect(owner_url, autocommit=True) as connection:
        while ends := batches.get():
            connection.execute(_INDEX, [desk, *ends])


@contextmanager
def bare_tables(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Take indexes and constraints off the tables for the time of a load, and put them back: several times faster."""
    tables = [*TABLES, "cases_searchentry", "cases_personentry"]
    constraints = connection.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid::regclass::text = ANY(%s) AND contype IN ('f', 'u') ORDER BY contype DESC",
        [tables],
    ).fetchall()
    for table, name, _definition in constraints:
        connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    indexes = connection.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname NOT IN "
        "(SELECT conname FROM pg_constraint WHERE contype = 'p')",
        [tables],
    ).fetchall()
    for name, _definition in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    defaults = [
        (table, column, default) for table in TABLES for column, default in defaults_of(table).items()
    ]
    for table, column, default in defaults:
        connection.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT {default}")
    connection.commit()
    yield
    say("  indexes and constraints")
    for table, column, _default in defaults:
        connection.execute(f"ALTER TABLE {table} ALTER COLUMN {column} DROP DEFAULT")
    connection.execute("SET maintenance_work_mem = '512MB'")
    for _name, definition in indexes:
        connection.execute(definition)
    for table, name, definition in constraints:
        connection.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    connection.commit()


def _may_checkpoint(connection: psycopg.Connection[Any]) -> bool:
    row = connection.execute("SELECT pg_has_role('pg_checkpoint', 'USAGE')").fetchone()
    return bool(row and row[0])


def defaults_of(table: str) -> dict[str, str]:
    """Return the defaults that Django gives to the columns of a table that we do not, as SQL."""
    from django.apps import apps

    model = next(one for one in apps.get_models() if one._meta.db_table == table)
    given = set(COLUMNS[table].split())
    kept = {}
    for field in model._meta.concrete_fields:
        default = field.get_default()
        if (field.column not in given and field.has_default()) or (
            field.empty_strings_allowed and not field.null
        ):
            kept[field.column] = f"'{json.dumps(default) if isinstance(default, dict | list) else default}'"
    return {column: default for column, default in kept.items() if column not in given}


def check_sample(size: int = 300) -> None:
    """Verify the journals of some cases with the product's own verification. Call as the system."""
    from django.db import transaction

    from parvis.cases.journal import first_break
    from parvis.cases.models import Case

    with transaction.atomic():
        for case in Case.objects.filter(intake_key__startswith="banc:").order_by("number")[:size]:
            if first_break(case, case.journal.all()) is not None:
                raise RuntimeError(f"the journal of {case.number} does not verify: the generator lies")

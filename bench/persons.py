"""Makes persons by the million, with COPY as the owner: always the same ones for the same number.

Each has a name as common as in life (one in ten a double one), an e-mail, a number, a birth date, a demand, and the
entry by which they are found, checked with the product's own function on a sample. The shared desk knows them all but
one in a hundred, whom the first team knows.
"""

import random
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Any
from uuid import UUID

import psycopg

from bench import words
from bench.cases import COLUMNS, NOW, SPAN, bare_tables
from bench.stage import say
from bench.world import World

MARK = "personnes"
_COLUMNS = {
    "people_person": "id first_name last_name email phone birth_date created_at",
    "cases_personentry": "person_id teams words seen_at",
}
_BATCH = 50_000
_SYLLABLES = [
    "ba",
    "bel",
    "ber",
    "bou",
    "car",
    "cha",
    "del",
    "du",
    "fer",
    "gar",
    "gau",
    "hu",
    "jac",
    "la",
    "le",
    "lo",
    "mar",
    "mo",
    "nau",
    "per",
    "pi",
    "ro",
    "sa",
    "te",
    "val",
    "vi",
]
_ENDINGS = "ard eau er et in ier on ot oux y".split()  # noqa: SIM905
SURNAMES = sorted({*words.LAST_NAMES, *(a + b + c for a in _SYLLABLES for b in _SYLLABLES for c in _ENDINGS)})
random.Random(11).shuffle(SURNAMES)

_CASES = f"""
INSERT INTO cases_case ({", ".join(COLUMNS["cases_case"].split())})
SELECT p.id, %(body)s, 'L' || lpad(n::text, 11, '0'), %(version)s, %(code)s, 'received', '', 'Demande du banc', 'phone',
       p.id, p.first_name || ' ' || p.last_name, '{{}}', '{{}}', NULL, '', 'SVR', '2m', p.created_at, p.created_at,
       NULL, NULL, CASE WHEN n %% 100 = 0 THEN %(team)s ELSE %(desk)s END, NULL, '{MARK}:' || n, md5(p.id::text),
       repeat('0', 64), 0, p.created_at
FROM (SELECT *, row_number() OVER (ORDER BY created_at, id) - 1 AS n FROM people_person
      WHERE email LIKE '%%@{MARK}.invalid') p
"""
_PARTS = f"""
INSERT INTO cases_participation ({", ".join(COLUMNS["cases_participation"].split())})
SELECT organisation_id, id, team_id, 'handler', received_at, state, received_at, '9999-12-31', NULL, changed_at
FROM cases_case WHERE intake_key LIKE '{MARK}:%%'
"""


def fill(owner_url: str, world: World, total: int) -> None:
    """Fill the base with that many persons, unless it holds them already."""
    with psycopg.connect(owner_url) as connection:
        held = connection.execute("SELECT count(*) FROM cases_case WHERE intake_key LIKE %s", [f"{MARK}:%"])
        found = (held.fetchone() or (0,))[0]
    if found == total:
        return
    if found:
        raise RuntimeError(f"this folder holds {found:,} persons: give another --data for {total:,}")
    began = time.monotonic()
    with psycopg.connect(owner_url) as connection, bare_tables(connection):
        _copy(connection, world, total)
        version, code = world.versions[0]
        ids = {"body": world.region, "version": version, "code": code, "desk": world.desk}
        connection.execute(_CASES, ids | {"team": world.teams[0][0]})
        connection.execute(_PARTS)
        connection.commit()
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(
            "VACUUM (ANALYZE) people_person, cases_case, cases_participation, cases_personentry"
        )
        _check_sample(connection)
    say(f"{total:,} persons made in {time.monotonic() - began:.0f} s")


def _copy(connection: "psycopg.Connection[Any]", world: World, total: int) -> None:
    made = _persons(world, total)
    for start in range(0, total, _BATCH):
        batch = [next(made) for _ in range(min(_BATCH, total - start))]
        for at, (table, columns) in enumerate(_COLUMNS.items()):
            text = f"COPY {table} ({', '.join(columns.split())}) FROM STDIN"
            with connection.cursor() as cursor, cursor.copy(text) as copy:
                for rows in batch:
                    copy.write_row(rows[at])
        connection.commit()


def _persons(world: World, total: int) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """Yield persons in the order in which they wrote, each with the entry by which they are found."""
    chance = random.Random(total)
    surnames = list(accumulate(1 / (rank + 30) for rank in range(len(SURNAMES))))
    drawn = iter(chance.choices(SURNAMES, cum_weights=surnames, k=2 * total))
    given = list(accumulate(1 / (rank + 5) for rank in range(len(words.FIRST_NAMES))))
    firsts = chance.choices(words.FIRST_NAMES, cum_weights=given, k=total)
    for rank in range(total):
        key = UUID(int=(7 << 76) | (2 << 62) | (rank << 80) | chance.getrandbits(60))
        last = next(drawn).capitalize()
        if rank % 10 == 0:
            last = f"{last}-{next(drawn).capitalize()}"
        at = NOW - SPAN + SPAN * (rank / total)
        who = (key, firsts[rank], last, rank, date(1930, 1, 1) + timedelta(days=chance.randrange(28_000)))
        team = world.teams[0][0] if rank % 100 == 0 else world.desk
        yield _rows(*who, team=team, at=at)


def _rows(
    key: UUID, first: str, last: str, rank: int, birth: date, *, team: int, at: datetime
) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    number = f"{600_000_000 + rank * 97 % 199_999_999:09}"
    email = f"{_bare(first)}.{_bare(last)}.{rank}@{MARK}.invalid"
    names = [_bare(first), *_bare(last).split("-"), _bare(last).replace("-", "")]
    found_by = {*names, str(rank), email, f"0{number}", birth.isoformat()}
    entry = (key, [team], " ".join(f"'{word}'" for word in sorted(found_by)), at)
    return (key, first, last, email, f"+33{number}", birth, at), entry


def _bare(name: str) -> str:
    return name.lower().translate(str.maketrans("éèëïîôç", "eeeiioc"[:7]))


def _check_sample(connection: "psycopg.Connection[Any]") -> None:
    """Compare some entries with what the product would write."""
    wrong = connection.execute(
        "SELECT e.person_id FROM (SELECT * FROM cases_personentry ORDER BY md5(person_id::text) LIMIT 300) e "
        "JOIN people_person p ON p.id = e.person_id WHERE p.email LIKE %s AND e.words <> parvis_person_words(p.id)",
        [f"%@{MARK}.invalid"],
    ).fetchone()
    if wrong:
        raise RuntimeError(f"the entry of {wrong[0]} is not what the product writes: the generator lies")

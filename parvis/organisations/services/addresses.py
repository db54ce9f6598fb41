"""Filling the streets that addresses are found among, from the national address base, department by department."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from parvis.organisations.address_file import AddressReader, GivenAddress, opened
from parvis.organisations.names import plain

Progress = Callable[[int, int | None, str], None]
Streets = dict[tuple[str, str], "GivenStreet"]
_TOLD_EVERY = 5_000
_BATCH = 1_000


@dataclass
class AddressReport:
    """What a load did of one file: lines read, streets by what became of them, the first lines refused and why."""

    file: str
    addresses: int = 0
    refused: int = 0
    created: int = 0
    changed: int = 0
    same: int = 0
    removed: int = 0
    departments: list[str] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """Return the report as JSON types."""
        return asdict(self)


@dataclass(slots=True)
class GivenStreet:
    """A street as its lines tell it. ``houses``: positions by number and what follows it."""

    first: GivenAddress
    is_hamlet: bool
    houses: dict[tuple[int | None, str], tuple[float, float]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return its row, but for its id."""
        street, places = self.first, list(self.houses.values())
        numbered = sorted((number, suffix) for number, suffix in self.houses if number is not None)
        return {
            "code": street.street,
            "postcode": street.postcode,
            "name": street.name,
            "municipality_code": street.municipality_code,
            "municipality_name": street.municipality_name,
            "is_hamlet": self.is_hamlet,
            "latitude": round(sum(latitude for latitude, _longitude in places) / len(places), 6),
            "longitude": round(sum(longitude for _latitude, longitude in places) / len(places), 6),
            "numbers": [[*house, *self.houses[house]] for house in numbered],
            "words": f" {plain(f'{street.name} {street.municipality_name} {street.postcode}')}",
        }


@transaction.atomic
def load_addresses(
    *, path: Path, part: bool = False, progress: Progress = lambda _done, _total, _what: None
) -> AddressReport:
    """Take the addresses or the hamlets of a file in; again, to bring them up to date, which changes nothing twice.

    What a department's file no longer holds is removed, unless the file is only a ``part`` of it. All or nothing.
    Raises BadAddressFile, OSError.
    """
    report = AddressReport(path.name)
    with opened(path) as lines:
        reader = AddressReader(lines)
        streets = _gathered(reader, report, progress)
    report.refused, report.faults = reader.refused, reader.faults
    report.departments = sorted(reader.departments)
    if not part:
        report.removed = _remove(streets, report.departments, is_hamlet=reader.is_hamlets)
    for done, batch in enumerate(_batches(streets.values()), 1):
        _write(batch, report)
        progress(min(done * _BATCH, len(streets)), len(streets), "streets")
    report.same = len(streets) - report.created - report.changed
    return report


def _gathered(reader: AddressReader, report: AddressReport, progress: Progress) -> Streets:
    """Return the streets of a file; a house listed twice keeps its first line."""
    streets: Streets = {}
    for address in reader.addresses():
        key = (address.street, address.postcode)
        street = streets.get(key)
        if street is None:
            street = streets[key] = GivenStreet(address, reader.is_hamlets)
        street.houses.setdefault((address.number, address.suffix), (address.latitude, address.longitude))
        report.addresses += 1
        if report.addresses % _TOLD_EVERY == 0:
            progress(report.addresses, None, "addresses")
    return streets


def _batches(streets: Iterable[GivenStreet]) -> Iterator[list[GivenStreet]]:
    left = iter(streets)
    while batch := list(islice(left, _BATCH)):
        yield batch


def _remove(streets: Streets, departments: list[str], *, is_hamlet: bool) -> int:
    codes, postcodes = [key[0] for key in streets], [key[1] for key in streets]
    with connection.cursor() as cursor:
        cursor.execute(_REMOVED, [is_hamlet, departments, codes, postcodes])
        return int(cursor.rowcount)


def _write(batch: list[GivenStreet], report: AddressReport) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN, [json.dumps([street.as_json() for street in batch])])
        written = [is_new for (is_new,) in cursor.fetchall()]
    report.created += sum(written)
    report.changed += len(written) - sum(written)


_REMOVED = """
DELETE FROM organisations_street AS known
WHERE known.is_hamlet = %s
    AND (CASE WHEN known.municipality_code ~ '^9[78]' THEN left(known.municipality_code, 3)
         ELSE left(known.municipality_code, 2) END) = ANY(%s::text[])
    AND NOT EXISTS (
        SELECT FROM unnest(%s::text[], %s::text[]) AS given (code, postcode)
        WHERE given.code = known.code AND given.postcode = known.postcode
    )
"""
_WRITTEN = """
INSERT INTO organisations_street AS known (
    code, postcode, name, municipality_code, municipality_name, is_hamlet, latitude, longitude, numbers, words
)
SELECT code, postcode, name, municipality_code, municipality_name, is_hamlet, latitude, longitude, numbers, words
FROM jsonb_to_recordset(%s::jsonb) AS given (
    code text, postcode text, name text, municipality_code text, municipality_name text, is_hamlet boolean,
    latitude float8, longitude float8, numbers jsonb, words text
)
ON CONFLICT (code, postcode) DO UPDATE SET
    name = excluded.name, municipality_code = excluded.municipality_code,
    municipality_name = excluded.municipality_name, is_hamlet = excluded.is_hamlet, latitude = excluded.latitude,
    longitude = excluded.longitude, numbers = excluded.numbers, words = excluded.words
WHERE (known.name, known.municipality_code, known.municipality_name, known.is_hamlet, known.latitude, known.longitude,
       known.numbers)
    IS DISTINCT FROM (excluded.name, excluded.municipality_code, excluded.municipality_name, excluded.is_hamlet,
                      excluded.latitude, excluded.longitude, excluded.numbers)
RETURNING xmax = 0
"""

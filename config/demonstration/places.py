"""Which real places of a region the demonstration plays in."""

from dataclasses import dataclass

from django.db.models import F

from parvis.organisations.models import Organisation, OrganisationKind, Team, TerritoryKind

# Where the demonstration plays best, by region; elsewhere, in the three largest municipalities.
_CHOSEN = {"28": ["76540", "14118", "76351"]}  # Rouen, Caen, Le Havre
_SMALL = (300, 1500)  # inhabitants of a village


@dataclass
class Places:
    """The bodies of the demonstration and their services, by short names (« city0:green »)."""

    region: Organisation
    cities: list[Organisation]
    epcis: list[Organisation]
    villages: list[Organisation]
    school: Organisation | None = None
    teams: dict[str, Team] | None = None

    def by_key(self) -> dict[str, Organisation]:
        """Return the bodies under short names: region, city0…, epci0…, village0…, school."""
        found = {"region": self.region}
        for kind, bodies in [("city", self.cities), ("epci", self.epcis), ("village", self.villages)]:
            found |= {f"{kind}{rank}": body for rank, body in enumerate(bodies)}
        return found | ({"school": self.school} if self.school else {})


def choose_places(region_code: str) -> Places:
    """Return the region, three cities, their intermunicipal bodies and three villages; the same at each call."""
    region = Organisation.objects.get(kind=OrganisationKind.REGION, insee_code=region_code)
    municipalities = (
        Organisation.objects.filter(
            kind=OrganisationKind.MUNICIPALITY,
            territory__containers__container=region.territory_id,
            territory__containers__container__kind=TerritoryKind.REGION,
        )
        .select_related("parent", "territory")
        .order_by(F("territory__population").desc(nulls_last=True), "pk")
    )
    chosen = list(municipalities.filter(insee_code__in=_CHOSEN.get(region_code, [])))
    chosen.sort(key=lambda body: _CHOSEN[region_code].index(body.insee_code))
    cities = chosen or list(municipalities[:3])
    epcis = list(
        {
            city.parent_id: city.parent for city in cities if city.parent and city.parent.kind == "epci"
        }.values()
    )
    small = municipalities.filter(territory__population__range=_SMALL)
    villages = [village for epci in epcis[:2] if (village := small.filter(parent=epci).first())]
    alone = small.exclude(parent__in=epcis).first()
    return Places(region, cities, epcis, [*villages, alone] if alone else villages)


def postcode_of(town: Organisation) -> str:
    """Return the first postcode of a municipality."""
    postcodes = town.territory.postcodes if town.territory else []
    return postcodes[0] if postcodes else "00000"

"""Public holidays of the Republic by territory, from the ``holidays`` package, each year computed once."""

from collections.abc import Container
from datetime import date
from functools import lru_cache

import holidays

from parvis.deadlines.errors import UnknownTerritory

MAINLAND = "mainland"
ALSACE_MOSELLE = "alsace-moselle"

# Our territory → the subdivision of the ``holidays`` package. Saint-Barthélemy and the others go by INSEE
# codes.
_OVERSEAS = {
    "971": "971",
    "972": "972",
    "973": "973",
    "974": "974",
    "975": "PM",
    "976": "976",
    "977": "BL",
    "978": "MF",
    "984": "TF",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}
_ALSACE_MOSELLE_DEPARTMENTS = frozenset({"57", "67", "68"})
_MAINLAND_DEPARTMENTS = (
    frozenset({f"{number:02}" for number in range(1, 96) if number != 20} | {"2A", "2B"})
    - _ALSACE_MOSELLE_DEPARTMENTS
)

# Days off by custom in the Antilles that no text makes a public holiday there (code du travail, L3133-1 and
# L3422-2 list them all): counting them would show a person a last day that a judge would not grant.
_CUSTOMARY = {
    "971": {"Mi-Carême", "Vendredi saint", "Fête de Victor Schoelcher"},
    "972": {"Fête de Victor Schoelcher"},
    "978": {"Fête de Victor Schoelcher"},
}


class PublicHolidays(Container[date]):
    """The public holidays of one territory: ``day in PublicHolidays("mainland")``, any year."""

    def __init__(self, territory: str = MAINLAND) -> None:
        self.territory = canonical_territory(territory)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in _of_year(self.territory, day.year)

    def name(self, day: date) -> str:
        """Return the French name of the holiday, to tell why a day does not count; "" for another day."""
        return _of_year(self.territory, day.year).get(day, "")


@lru_cache(maxsize=256)
def canonical_territory(territory: str) -> str:
    """Return « mainland », « alsace-moselle » or an overseas code for that or for a department's code.

    Raises UnknownTerritory.
    """
    if territory in {MAINLAND, ALSACE_MOSELLE} or territory in _OVERSEAS:
        return territory
    if territory in _ALSACE_MOSELLE_DEPARTMENTS:
        return ALSACE_MOSELLE
    if territory in _MAINLAND_DEPARTMENTS:
        return MAINLAND
    raise UnknownTerritory(territory=territory)


def is_overseas(territory: str) -> bool:
    """Say whether a territory is overseas. Raises UnknownTerritory."""
    return canonical_territory(territory) in _OVERSEAS


@lru_cache(maxsize=1024)
def _of_year(territory: str, year: int) -> dict[date, str]:
    # In Alsace-Moselle, Good Friday is a holiday where a Protestant church stands (code du travail,
    # L3134-13): the calendar keeps it everywhere there, as prefectures do.
    subdivision = "57" if territory == ALSACE_MOSELLE else _OVERSEAS.get(territory)
    found = holidays.country_holidays("FR", subdiv=subdivision, years=year, language="fr", expand=False)
    left_out = _CUSTOMARY.get(territory, set())
    return {day: name.replace("'", "’") for day, name in found.items() if name not in left_out}

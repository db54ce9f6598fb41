from datetime import date

import pytest

from parvis.deadlines.errors import UnknownTerritory
from parvis.deadlines.holidays_fr import PublicHolidays, canonical_territory

D = date.fromisoformat


@pytest.mark.parametrize(
    ("territory", "day", "off"),
    [
        ("mainland", "2026-05-14", True),
        ("mainland", "2026-04-03", False),
        ("alsace-moselle", "2026-04-03", True),
        ("67", "2026-12-26", True),
        ("14", "2026-12-26", False),
        ("974", "2026-12-20", True),
        ("971", "2026-05-27", True),
        ("971", "2026-03-12", False),
        ("972", "2026-05-22", True),
        ("973", "2026-06-10", True),
        ("976", "2026-04-27", True),
        ("988", "2026-09-24", True),
        ("mainland", "1999-12-25", True),
    ],
)
def test_each_territory_has_its_own_public_holidays(territory, day, off):
    assert (D(day) in PublicHolidays(territory)) is off


def test_a_holiday_has_a_french_name():
    assert PublicHolidays("974").name(D("2026-12-20")) == "Abolition de l’esclavage"


def test_a_plain_day_has_no_name():
    assert not PublicHolidays().name(D("2026-12-21"))


@pytest.mark.parametrize(
    ("given", "known"), [("14", "mainland"), ("2A", "mainland"), ("68", "alsace-moselle"), ("974", "974")]
)
def test_a_department_gives_its_territory(given, known):
    assert canonical_territory(given) == known


@pytest.mark.parametrize("territory", ["", "20", "99", "Normandie"])
def test_an_unknown_territory_is_refused(territory):
    with pytest.raises(UnknownTerritory):
        PublicHolidays(territory)

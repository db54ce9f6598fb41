from datetime import UTC, datetime

import pytest

from parvis.catalogue.countries import countries
from parvis.common import clock
from tests.catalogue.fields.asking import kept, refusal, text, told
from tests.factories.organisations import TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def towns():
    TerritoryFactory(code="14118", name="Caen", postcodes=["14000"])
    TerritoryFactory(code="61483", name="Saint-Ouen", postcodes=["61410"])
    TerritoryFactory(code="80717", name="Saint-Ouen", postcodes=["80610"])


def born(city, country="FR", code="", day="29/02/1980"):
    return {"date.day": day, "country": country, "city": code, "city.text": city}


def test_a_town_of_france_is_kept_with_its_code_whether_chosen_or_named():
    expected = {"date": "1980-02-29", "country": "FR", "city": "Caen", "code": "14118"}
    assert kept("birth", born("caen")) == expected
    assert kept("birth", born("", code="14118")) == expected


@pytest.mark.parametrize("code", ["2A004", "2B033", "97411", "97105", "98818", "75056"])
def test_a_town_beyond_the_territory_keeps_the_code_and_the_name_given(code):
    assert kept("birth", born("Ville", code=code))["code"] == code


def test_a_town_that_is_no_more_or_is_one_of_several_keeps_its_name_without_a_code():
    assert kept("birth", born("Octeville"))["code"] == ""
    assert kept("birth", born("Saint-Ouen")) == {
        "date": "1980-02-29",
        "country": "FR",
        "city": "Saint-Ouen",
        "code": "",
    }


def test_a_birth_abroad_is_a_country_and_a_town_without_a_code():
    assert kept("birth", born("Namur", "BE", code="14118")) == {
        "date": "1980-02-29",
        "country": "BE",
        "city": "Namur",
        "code": "",
    }


def test_what_is_wrong_is_told_box_by_box():
    assert "n’existe pas" in refusal("birth", born("Caen", day="29/02/1981"), "date")
    assert "liste" in refusal("birth", born("Namur", "XX"), "country")
    assert "ville de naissance" in refusal("birth", born(""), "city")
    with clock.standing_at(datetime(2026, 3, 5, 12, tzinfo=UTC)):
        assert "jusqu’au 5 mars 2026" in refusal("birth", born("Caen", day="06/03/2026"), "date")
    assert set(told("birth", {"country": "FR"})) == {"q.date", "q.country", "q.city"}


def test_the_date_or_the_place_may_be_asked_alone():
    assert kept("birth", {"date.day": "16/03/1980"}, asks=["date"])["date"] == "1980-03-16"
    assert kept("birth", {"country": "BE", "city.text": "Namur"}, asks=["place"])["city"] == "Namur"


def test_it_is_read_in_words():
    france = {"date": "1980-03-16", "country": "FR", "city": "Caen", "code": "14118"}
    assert text("birth", france) == "16 mars 1980\nCaen (14118)"
    assert (
        text("birth", {**france, "country": "BE", "city": "Namur", "code": ""})
        == "16 mars 1980\nNamur, Belgique"
    )


def test_countries_begin_with_france_and_its_overseas_parts_are_not_countries():
    names = countries()
    assert next(iter(names)) == "FR"
    assert names["DZ"] == "Algérie"
    assert not {"RE", "GP", "EU", "ZZ"} & names.keys()
    assert len(names) > 200

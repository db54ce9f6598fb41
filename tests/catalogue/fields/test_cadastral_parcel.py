import pytest

from tests.catalogue.fields.asking import kept, refusal, text, told
from tests.factories.organisations import TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def caen():
    TerritoryFactory(code="14118", name="Caen", postcodes=["14000"])


@pytest.mark.parametrize(
    ("section", "number", "prefix", "written"),
    [
        ("AB", "12", "", ("AB", "0012", "000")),
        ("a", "0007", "", ("0A", "0007", "000")),
        ("0A", "7", "", ("0A", "0007", "000")),
        ("7", "1", "", ("07", "0001", "000")),
        ("ZC", "1234", "12", ("ZC", "1234", "012")),
    ],
)
def test_a_parcel_is_kept_as_the_land_register_writes_it(section, number, prefix, written):
    typed = {"municipality": "14118", "section": section, "number": number, "prefix": prefix}
    value = kept("cadastral_parcel", typed)
    assert (value["section"], value["number"], value["prefix"]) == written
    assert value["municipality"] == {"code": "14118", "name": "Caen"}


def test_what_the_register_could_not_hold_is_told_box_by_box():
    typed = {"municipality.text": "Nulle-Part", "section": "ABC", "number": "12345", "prefix": "x"}
    assert set(told("cadastral_parcel", typed)) == {"q.municipality"}
    said = told("cadastral_parcel", {**typed, "municipality": "14118"})
    assert set(said) == {"q.section", "q.number", "q.prefix"}


def test_the_town_is_not_asked_when_the_procedure_knows_it():
    value = kept("cadastral_parcel", {"section": "AB", "number": "12"}, municipality=False)
    assert value["municipality"] == {"code": "", "name": ""}
    assert "choisissez-la" in refusal("cadastral_parcel", {"section": "AB", "number": "12"}, "municipality")


def test_it_is_read_without_its_zeros():
    value = {
        "municipality": {"code": "14118", "name": "Caen"},
        "prefix": "000",
        "section": "0A",
        "number": "0012",
    }
    assert text("cadastral_parcel", value) == "Caen, section A, parcelle 12"
    assert text("cadastral_parcel", {**value, "prefix": "012"}) == "Caen, préfixe 012, section A, parcelle 12"

"""A postal address: proposed from the national file, free all the same, its commune and position kept."""

import pytest
from django.http import QueryDict

from parvis.catalogue.forms.engine import check_all, check_page, page_widgets
from parvis.catalogue.lists.wanting import noting
from parvis.organisations.services.addresses import load_addresses
from tests.catalogue.fields.asking import given, kept
from tests.factories.addresses import ban_file, ban_line
from tests.factories.catalogue import field, form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]
LILAS = {"street": "12 rue des Lilas", "postcode": "14000", "city": "Caen"}
WHERE = {"insee": "14118", "lat": 49.18291, "lon": -0.37065}
BLANK = {"complement": "", "country": ""}


@pytest.fixture
def loaded(tmp_path):
    line = ban_line("14118_0100", 12, "", "Rue des Lilas", "14000", "14118", "Caen", 49.18291, -0.37065)
    load_addresses(path=ban_file(tmp_path / "adresses-14.csv", line))


def street_of(posted, answers=None):
    asking = form([field("address", "q")])
    checked = check_page(asking, "p1", QueryDict(posted), {})
    [group] = page_widgets(asking, "p1", answers or {}, checked)
    return group.context["widgets"][0]


def test_an_address_typed_in_full_keeps_its_commune_and_its_position(loaded):
    assert kept("address", LILAS) == {**LILAS, **BLANK, **WHERE}


def test_any_address_may_be_written_whether_a_file_is_loaded_or_not(loaded):
    elsewhere = {"street": "Lieu-dit Nulle Part", "postcode": "14000", "city": "Caen"}
    assert kept("address", elsewhere) == {**elsewhere, **BLANK}


def test_nothing_is_proposed_without_a_file():
    assert kept("address", LILAS) == {**LILAS, **BLANK}
    assert street_of("").template == "fields/input.html"


def test_a_page_asks_once_whether_streets_are_known(loaded, django_assert_num_queries):
    asking = form([field("address", "one"), field("address", "two")])
    with noting(), django_assert_num_queries(1):
        first, second = page_widgets(asking, "p1", {})
    for group in (first, second):
        assert group.context["widgets"][0].template == "fields/suggested.html"


def test_without_script_a_button_proposes_addresses_and_one_is_chosen(loaded):
    street = street_of("q.street=12 rue des lil&search_field=q.street")
    assert street.template == "fields/suggested.html"
    [option] = street.context["options"]
    assert option["label"] == "12 Rue des Lilas, 14000 Caen"
    choice = {"street": "12 rue des lil", "postcode": "", "city": "", "choice": option["value"]}
    assert kept("address", choice) == {**LILAS, "street": "12 Rue des Lilas", **BLANK, **WHERE}


def test_a_search_takes_nothing_and_says_what_to_do(loaded):
    typed = {**LILAS, "complement": ""}
    data = QueryDict(mutable=True)
    data.update({f"q.{part}": text for part, text in typed.items()} | {"search_field": "q.street"})
    checked = check_page(form([field("address", "q")]), "p1", data, {})
    assert checked.answers == {}
    assert "Choisissez votre adresse" in checked.errors["q.street"][0]


@pytest.mark.parametrize(
    "place",
    [{"lat": 49.1}, {"lat": "49", "lon": "0"}, {"lat": 91, "lon": 0}, {"insee": "Caen"}, {"insee": 14118}],
    ids=["half", "texts", "nowhere", "name", "number"],
)
def test_a_position_that_cannot_be_one_is_refused(place):
    checked = check_all(form([field("address", "q")]), {"q": {**LILAS, **place}})
    assert "forme attendue" in checked.errors["q"][0]


def test_a_position_given_by_a_program_is_kept(loaded):
    given_place = {"insee": "14366", "lat": 49.0, "lon": 0}
    assert check_all(form([field("address", "q")]), {"q": {**LILAS, **given_place}}).answers["q"] == {
        **LILAS,
        **BLANK,
        **given_place,
    }


def test_a_choice_that_was_tampered_with_fills_nothing():
    value, errors = given("address", {"choice": "a|b", **LILAS})
    assert value["street"] == LILAS["street"]
    assert not errors

"""What people write, what is kept of it, and what they are told, type by type."""

from datetime import UTC, datetime

import pytest
from django.http import QueryDict

from parvis.catalogue.forms.engine import check_page, page_widgets
from parvis.common import clock
from tests.catalogue.fields.asking import given, kept, told
from tests.factories.catalogue import field, form
from tests.factories.organisations import TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("text", "  Deux \t mots\r\nici ", "Deux mots ici"),
        ("text", "é\x00\x07x", "éx"),
        ("text", "a\u202egpj.exe", "agpj.exe"),
        ("long_text", "un\r\ndeux\n", "un\ndeux"),
        ("email", " Aude@Exemple.FR ", "Aude@Exemple.FR"),
        ("phone", "06 12 34 56 78", "+33612345678"),
        ("phone", "0612.34.56.78", "+33612345678"),
        ("phone", "+32 2 506 62 11", "+3225066211"),
        ("phone", "0692 12 34 56", "+262692123456"),
        ("number", "1 234", 1234),
        ("number", "1\u00a0234", 1234),
        ("yes_no", "no", False),
    ],
)
def test_what_people_write_is_kept_in_one_form(kind, typed, value):
    assert kept(kind, typed) == value


@pytest.mark.parametrize(
    ("kind", "typed", "word"),
    [
        ("email", "aude@", "nom@exemple.fr"),
        ("phone", "12", "06 12 34 56 78"),
        ("phone", "+33 1", "06 12 34 56 78"),
        ("number", "douze", "chiffres"),
        ("number", "12,5", "entier"),
        ("number", "9" * 18, "trop grand"),
        ("yes_no", "maybe", "oui"),
        ("text", "x" * 301, "300"),
    ],
)
def test_what_cannot_be_kept_is_said_with_what_to_write(kind, typed, word):
    [sentence] = told(kind, typed)["q"]
    assert word in sentence


def test_a_number_has_its_bounds_and_decimals():
    assert kept("number", "12,50", decimals=2) == 12.5
    assert "après la virgule" in told("number", "1,234", decimals=2)["q"][0]
    assert "supérieur à 1" in told("number", "0", min=1)["q"][0]
    assert "inférieur à 10" in told("number", "11", max=10)["q"][0]


@pytest.mark.parametrize(
    "typed",
    [
        {"day": "5", "month": "3", "year": "2026"},
        {"day": "05/03/2026"},
        {"day": "5-3-2026"},
        {"day": "2026-03-05"},
    ],
)
def test_a_date_is_read_as_it_is_written(typed):
    assert kept("date", typed) == "2026-03-05"


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ({"day": "31", "month": "2", "year": "2026"}, "n’existe pas"),
        ({"day": "5", "month": "3", "year": "26"}, "quatre chiffres"),
        ({"day": "5", "month": "mars", "year": "2026"}, "en chiffres"),
        ({"day": "5", "year": "2026"}, "en chiffres"),
        ({"day": "0", "month": "0", "year": "0000"}, "n’existe pas"),
    ],
)
def test_a_date_that_is_none_is_told(typed, word):
    assert word in told("date", typed)["q"][0]


def test_a_date_keeps_to_its_bounds_which_follow_the_day():
    with clock.standing_at(datetime(2026, 3, 5, 12, tzinfo=UTC)):
        assert kept("date", {"day": "05/03/2026"}, min="today", max="today") == "2026-03-05"
        assert "jusqu’au 5 mars 2026" in told("date", {"day": "06/03/2026"}, max="today")["q"][0]
        assert "à partir du 20 mars 2026" in told("date", {"day": "19/03/2026"}, min="today+15d")["q"][0]


def test_a_person_gives_a_way_to_be_reached():
    asked = {"asks": ["last_name", "email", "phone"], "one_of": ["email", "phone"]}
    assert kept("person", {"last_name": "Vasseur", "phone": "0612345678"}, **asked)["phone"] == "+33612345678"
    assert "adresse e-mail, téléphone" in told("person", {"last_name": "Vasseur"}, **asked)["q.email"][0]


def test_what_was_not_asked_of_a_person_is_not_kept():
    value = kept("person", {"last_name": "Vasseur", "email": "a@b.fr"}, asks=["last_name"], optional=[])
    assert value["email"] == ""


def test_an_address_has_a_french_postcode_unless_it_may_be_abroad():
    typed = {"street": "1 rue X", "postcode": "1000", "city": "Bruxelles"}
    assert "cinq chiffres" in told("address", typed)["q.postcode"][0]
    assert kept("address", {**typed, "country": "Belgique"}, abroad=True)["country"] == "Belgique"


@pytest.mark.parametrize(
    ("number", "option", "right"),
    [
        ("732 829 320 00074", "siret", True),
        ("73282932000075", "siret", False),
        ("35600000000048", "siret", True),
        ("732829320", "siren", True),
        ("732829321", "siren", False),
        ("1234", "siren", False),
    ],
)
def test_the_check_digits_of_a_company_are_verified(number, option, right):
    value, errors = given("company", {"number": number, "name": "Atelier"}, number=option)
    assert (value is not None) == right
    assert (errors == {}) == right


def test_a_place_is_words_or_a_point_but_never_half_a_point():
    assert kept("map_point", {"text": "Près du lavoir"}) == {
        "text": "Près du lavoir",
        "lat": None,
        "lon": None,
    }
    assert kept("map_point", {"lat": "49,1828634", "lon": "-0.37"})["lat"] == 49.182863
    assert "aucune des deux" in told("map_point", {"lat": "49"})["q"][0]
    assert "sur Terre" in told("map_point", {"lat": "99", "lon": "0"})["q"][0]
    assert "en degrés" in told("map_point", {"lat": "nord", "lon": "0"})["q"][0]


class TestMunicipality:
    @pytest.fixture(autouse=True)
    def places(self):
        TerritoryFactory(code="14118", name="Caen", postcodes=["14000"], population=108_000)
        TerritoryFactory(code="14271", name="Épron-lès-Caen", postcodes=["14000"])
        TerritoryFactory(code="76540", name="Rouen", postcodes=["76000"])
        TerritoryFactory(code="61483", name="Saint-Ouen", postcodes=["61410"])
        TerritoryFactory(code="80717", name="Saint-Ouen", postcodes=["80610"])

    @pytest.mark.parametrize(
        "typed", [{"": "14118"}, {"text": "caen"}, {"text": "Caen (14000)"}, {"": "14118", "text": "?"}]
    )
    def test_it_is_read_from_its_code_or_its_name_alone(self, typed):
        assert kept("municipality", typed) == {"code": "14118", "name": "Caen"}

    def test_a_postcode_names_the_one_commune_that_has_it(self):
        assert kept("municipality", {"text": "76000"}) == {"code": "76540", "name": "Rouen"}

    def test_two_of_one_name_are_offered_to_choose_from(self):
        asking = form([field("municipality", "q")])
        checked = check_page(asking, "p1", QueryDict("q.text=saint-ouen"), {})
        assert "Choisissez" in checked.errors["q"][0]
        [widget] = page_widgets(asking, "p1", {}, checked)
        assert {option["value"] for option in widget.context["options"]} == {"61483", "80717"}
        assert "Saint-Ouen (61410)" in [option["label"] for option in widget.context["options"]]

    def test_an_unknown_one_is_told(self):
        assert "ne trouvons pas" in told("municipality", {"text": "Xyzzyville"})["q"][0]
        assert "ne trouvons pas" in told("municipality", {"": "99999"})["q"][0]


def test_choices_are_those_offered():
    options = [{"value": f"v{number}", "label": f"Choix {number}"} for number in range(9)]
    assert kept("multiple_choice", "v2", options=options) == ["v2"]
    assert "au plus" in told_choices(["v1", "v2"], options=options, max=1)
    assert "liste" in told_choices(["v1", "other"], options=options)
    long_list, short_list = (form([field("choice", "q", options=some)]) for some in (options, options[:3]))
    assert page_widgets(long_list, "p1", {})[0].template == "fields/select.html"
    assert page_widgets(short_list, "p1", {})[0].template == "fields/radios.html"


def told_choices(values, **options):
    data = QueryDict(mutable=True)
    data.setlist("q", values)
    return check_page(form([field("multiple_choice", "q", **options)]), "p1", data, {}).errors["q"][0]


def test_files_keep_to_their_number_weight_and_kind():
    one = {
        "id": "019a8f3e-7c1a-7b42-8e3d-2f6b9c0d1e2f",
        "name": "a.pdf",
        "size": 900_000,
        "type": "application/pdf",
    }
    asking = form([field("file", "q", accept=["pdf"], max_files=1, max_size_mb=1)])

    def errors(*files):
        return check_page(asking, "p1", QueryDict(), {"q": list(files)}).errors.get("q", [""])[0]

    assert errors(one) == ""
    assert "1 fichiers au plus" in errors(one, one)
    assert "trop lourd" in errors(one | {"size": 1_000_001})
    assert "type accepté" in errors(one | {"type": "image/png"})
    assert errors(one | {"id": "../../etc/passwd"})

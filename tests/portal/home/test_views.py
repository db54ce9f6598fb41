"""Homes, searches, and finding one's municipality."""

import pytest

from parvis.common import actor
from parvis.organisations.services.addresses import load_addresses
from tests.factories.addresses import ban_file, ban_line
from tests.factories.cases import lodge
from tests.factories.organisations import OrganisationFactory, TerritoryFactory
from tests.portal.conftest import HORNETS, TREE

pytestmark = pytest.mark.django_db


@pytest.fixture
def region(town):
    """Make the region in which Valmont lies; it publishes nothing of its own."""
    place = TerritoryFactory(kind="region", name="Normandie", code="28")
    town.body.territory.containers.create(container=place)
    body = OrganisationFactory(
        kind="region", name="Région Normandie", slug="region-normandie", territory=place
    )
    town.body.parent = body
    town.body.save()
    return body


def test_before_any_body_the_home_says_it_opens_soon(client, db):
    assert "ouvre bientôt" in client.get("/").content.decode()
    assert client.get("/rechercher/?q=arbre").status_code == 404


def test_the_home_of_a_body_offers_its_procedures_and_how_to_reach_it(client, town):
    text = client.get("/valmont/").content.decode()
    assert "De quoi avez-vous besoin" in text
    assert f"/valmont/demarches/{TREE}/" in text
    assert "Urbanisme et environnement" in text
    assert "02\u00a000\u00a000\u00a000\u00a000" in text
    assert "lundi" in text


def test_the_region_leads_to_ones_municipality_by_name_or_postcode(client, region):
    for words in ("valm", "76540", "VALMONT"):
        assert 'href="/valmont/"' in client.get("/", {"commune": words}).content.decode()
    nothing = client.get("/", {"commune": "Nulle-Part"}).content.decode()
    assert "Aucune commune ne répond" in nothing


def test_a_municipality_without_a_page_is_not_offered(client, region):
    TerritoryFactory(name="Valmondois", code="95628", inside=[region.territory])
    assert "Valmondois" not in client.get("/", {"commune": "valm"}).content.decode()


def test_what_is_asked_most_comes_first(client, town, system):
    from parvis.catalogue.models import ProcedureVersion

    before = client.get("/valmont/").content.decode()
    assert before.index(TREE) < before.index(HORNETS)
    hornets = ProcedureVersion.objects.get(procedure__code=HORNETS)
    for _ in range(2):
        lodge(town, version=hornets, organisation=town.body)
    after = client.get("/valmont/").content.decode()
    assert after.index(HORNETS) < after.index(TREE)


@pytest.mark.parametrize("words", ["arbre", "ARBRES", "élaguer", "elagage"])
def test_search_finds_procedures_by_words(client, town, words):
    assert f"/valmont/demarches/{TREE}/" in client.get("/valmont/recherche/", {"q": words}).content.decode()


def test_search_without_result_says_what_to_do(client, town):
    text = client.get("/valmont/recherche/", {"q": "<zzzz>"}).content.decode()
    assert "Nous n’avons rien trouvé" in text
    assert "<zzzz>" not in text
    assert "Nous joindre" in text


def test_a_theme_lists_its_procedures(client, town):
    text = client.get("/valmont/recherche/", {"theme": "Urbanisme et environnement"}).content.decode()
    assert f"/valmont/demarches/{TREE}/" in text
    assert (
        f"/valmont/demarches/{TREE}/"
        not in client.get("/valmont/recherche/", {"theme": "X"}).content.decode()
    )


def test_suggestions_are_json_and_limited(client, town):
    answer = client.get("/rechercher/communes/", {"q": "valm"})
    assert answer.json() == {"options": [{"value": "76719", "label": "Valmont (76540)"}]}
    statuses = [client.get("/rechercher/communes/", {"q": "v"}).status_code for _ in range(121)]
    assert statuses[-1] == 429


def test_a_position_leads_to_its_municipality_and_to_the_procedure_asked(client, town):
    assert client.post("/rechercher/ma-position/", {"lat": "49.5", "lon": "0.5"})["Location"] == "/valmont/"
    asked = client.post("/rechercher/ma-position/", {"lat": "49.5", "lon": "0.5", "code": TREE})
    assert asked["Location"] == f"/valmont/demarches/{TREE}/"


@pytest.mark.parametrize(("lat", "lon"), [("x", "0"), ("", ""), ("nan", "0"), ("999", "0"), ("0", "0")])
def test_a_position_of_nowhere_asks_for_the_name(client, town, lat, lon):
    assert client.post("/rechercher/ma-position/", {"lat": lat, "lon": lon})["Location"] == "/"


def test_the_outline_of_a_body_is_geojson_for_its_maps(client, town):
    answer = client.get("/valmont/contour.json")
    assert answer.json()["features"][0]["properties"] == {"name": "Valmont"}
    assert "max-age" in answer["Cache-Control"]


def test_a_body_that_does_not_exist_is_not_found(client, town):
    for address in (
        "/inconnue/",
        "/inconnue/recherche/",
        "/inconnue/contour.json",
        f"/inconnue/demarches/{TREE}/",
    ):
        assert client.get(address).status_code == 404


def test_the_home_of_a_body_asks_few_questions_of_the_database(client, town, django_assert_num_queries):
    client.get("/valmont/")
    with django_assert_num_queries(4):
        client.get("/valmont/")


def test_a_home_and_a_theme_speak_english_to_whoever_reads_english(client, town):
    english = {"headers": {"accept-language": "en"}}
    text = client.get("/valmont/", **english).content.decode()
    assert "Fell or prune a tree" in text
    assert "Abattre" not in text
    theme = client.get(
        "/valmont/recherche/", {"theme": "Urbanisme et environnement"}, **english
    ).content.decode()
    assert "<title>Planning and environment – Valmont</title>" in theme
    assert "/valmont/recherche/?theme=Urbanisme%20et%20environnement" in text


def test_addresses_are_proposed_with_the_boxes_they_fill(client, town, tmp_path):
    line = ban_line("76540_0100", 3, "", "Rue du Port", "76400", "76258", "Fécamp", 49.75, 0.37)
    with actor.acting_as(actor.for_system("tests")):
        load_addresses(path=ban_file(tmp_path / "adresses-76.csv", line))
    [found] = client.get("/rechercher/adresses/", {"q": "3 rue du po"}).json()["options"]
    assert found["label"] == "3 Rue du Port, 76400 Fécamp"
    assert found["fills"] == {"street": "3 Rue du Port", "postcode": "76400", "city": "Fécamp"}
    assert client.get("/rechercher/adresses/", {"q": "'; -- %"}).json() == {"options": []}

"""The page of a procedure, and who may begin it."""

import pytest

from parvis.cases.models import Draft
from tests.factories import catalogue
from tests.factories.organisations import OrganisationFactory, TerritoryFactory
from tests.portal.conftest import TREE

pytestmark = pytest.mark.django_db
ADDRESS = f"/valmont/demarches/{TREE}/"


def test_the_page_says_for_whom_what_to_have_how_long_and_what_silence_means(client, town):
    text = client.get(ADDRESS).content.decode()
    for words in (
        "Est-ce pour moi",
        "Un croquis du terrain",
        "15 minutes",
        "1 mois au plus",
        "votre demande est acceptée",
        "Gratuit",
        "Commencer",
        "Au guichet",
        "1 place de la Mairie",
        "Code de l’urbanisme",
        "dpo@valmont.invalid",
        "CNIL",
    ):
        assert words in text
    assert text.count("<h1>") == 1


def test_a_procedure_for_agents_alone_is_never_shown_to_the_public(client, town):
    catalogue.publish(town.body, code="poste-en-panne", audience=["agent"])
    assert client.get("/valmont/demarches/poste-en-panne/").status_code == 404
    assert "poste-en-panne" not in client.get("/valmont/").content.decode()
    assert "poste-en-panne" not in client.get("/valmont/recherche/?q=essai").content.decode()


def test_where_the_municipality_decides_the_page_of_the_region_asks_which_one(client, town):
    place = TerritoryFactory(kind="region", name="Normandie", code="28")
    town.body.territory.containers.create(container=place)
    region = OrganisationFactory(kind="region", name="Normandie", slug="normandie", territory=place)
    catalogue.publish(region, code=TREE)
    text = client.get(f"/normandie/demarches/{TREE}/", {"commune": "valmont"}).content.decode()
    assert f'href="{ADDRESS}"' in text
    assert "Commencer" not in text.replace("Commencer, ou poser", "")
    assert client.post(f"/normandie/demarches/{TREE}/").status_code == 200
    assert Draft.objects.count() == 0


def test_what_a_municipality_cannot_take_online_shows_the_other_ways(client, town):
    catalogue.publish(town.body, code="sans-service")
    text = client.get("/valmont/demarches/sans-service/").content.decode()
    assert "Pas encore en ligne ici" in text
    assert "Au guichet" in text
    assert client.post("/valmont/demarches/sans-service/").status_code == 200


def test_a_procedure_that_asks_for_an_identity_leads_to_sign_in(client, town):
    town.team.competences.create(
        organisation=town.body, procedure_code="identifiee", territory=town.body.territory
    )
    catalogue.publish(town.body, code="identifiee", sign_in="required")
    answer = client.post("/valmont/demarches/identifiee/")
    assert answer["Location"].startswith("/mon-espace/connexion/?suite=%2Fvalmont")


def test_beginning_too_often_from_one_address_is_stopped(client, town):
    statuses = [client.post(ADDRESS).status_code for _ in range(61)]
    assert statuses[0] == 302
    assert statuses[-1] == 429


def test_the_page_speaks_english_to_who_asks(client, town):
    client.post("/preferences/langue/", {"language": "en", "next": ADDRESS})
    text = client.get(ADDRESS).content.decode()
    assert '<html lang="en"' in text


@pytest.mark.parametrize(
    ("law", "words", "silence"),
    [
        ({"regime": "SVR", "delay": "2m"}, "2 mois au plus", "refusée"),
        ({"regime": "SVA", "delay": "1m"}, "1 mois au plus", "acceptée"),
        ({"regime": "none", "delay": "10d-ouvres"}, "10 jours ouvrés au plus", "se donne"),
        ({"regime": "none"}, "Pas de délai fixé", "dès que possible"),
        ({"regime": "none", "delay": "1d"}, "1 jour au plus", "se donne"),
        ({"regime": "none", "delay": "3d-ouvrables"}, "3 jours ouvrables au plus", "se donne"),
    ],
)
def test_delays_are_told_in_words_with_what_silence_means(law, words, silence):
    from parvis.portal.procedures.law import answer_time

    told = answer_time(law)
    assert told.words == words
    assert silence in told.silence


def test_the_page_asks_few_questions_of_the_database(client, town, django_assert_num_queries):
    client.get(ADDRESS)
    with django_assert_num_queries(3):
        client.get(ADDRESS)

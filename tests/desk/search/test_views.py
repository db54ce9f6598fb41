"""One box: numbers, names, words, with or without accents."""

import pytest

from parvis.cases.numbers import say_number
from parvis.people.services.persons import PersonDetails
from tests.factories.cases import lodge, make_town

pytestmark = pytest.mark.django_db


def found(desk, words):
    return [line.subject for line in desk.get("/bureau/recherche/", {"q": words}).context["lines"]]


@pytest.fixture
def case(town):
    person = PersonDetails(first_name="Zoé", last_name="Lefèvre", email="zoe@example.invalid")
    return lodge(town, subject="Nid de frelons asiatiques", person=person, place="rue des Églantiers")


@pytest.mark.parametrize(
    "words",
    [
        "frelon",
        "FRELONS",
        "asiatique",
        "lefevre",
        "Lefèvre",
        "zoe@example.invalid",
        "eglantier",
        "frelons zoé",
    ],
)
def test_words_find_whatever_their_accents_and_plurals(desk, case, words):
    assert found(desk, words) == [case.subject]


def test_a_whole_number_opens_its_case_at_once(desk, case):
    for typed in (case.number, say_number(case.number), f" {case.number[:4]} {case.number[4:]} "):
        answer = desk.get("/bureau/recherche/", {"q": typed})
        assert answer["Location"] == f"/bureau/demandes/{case.number}/"


def test_another_bodys_number_says_nothing_found(desk):
    theirs = lodge(make_town(code="autre"))
    answer = desk.get("/bureau/recherche/", {"q": theirs.number})
    assert answer.status_code == 200
    assert "Aucune demande trouvée" in answer.content.decode()


@pytest.mark.parametrize(
    "words", ["", "   ", "introuvable", "'", "a | b & !c:*", "\x00", "é" * 500, "\\", "« »", '"']
)
def test_any_words_get_a_page(desk, case, words):
    assert desk.get("/bureau/recherche/", {"q": words}).status_code == 200
    assert desk.get("/bureau/recherche/suggestions/", {"q": words}).status_code == 200


def test_suggestions_come_as_words_are_begun(desk, case):
    page = desk.get("/bureau/recherche/suggestions/", {"q": "frel"}).content.decode()
    assert case.subject in page
    assert f"/bureau/demandes/{case.number}/" in page
    assert "<html" not in page


def test_suggestions_name_procedures_to_enter(desk, town):
    page = desk.get("/bureau/recherche/suggestions/", {"q": "couper"}).content.decode()
    assert f"/bureau/saisie/{town.body.slug}/abattage-arbre/" in page


def test_suggestions_never_tell_another_bodys_cases(desk):
    lodge(make_town(code="autre"), subject="Frelons d’ailleurs")
    assert "Frelons" not in desk.get("/bureau/recherche/suggestions/", {"q": "frelons"}).content.decode()


def test_a_search_asks_the_database_little(desk, case, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):  # persons, demands, procedures and their sheets at once
        desk.get("/bureau/recherche/", {"q": "frelons"})

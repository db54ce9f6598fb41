"""Lists in a deposit: linked choices without JavaScript, searches, a source that hangs while one fills a page."""

import time
from ipaddress import ip_network

import pytest

from parvis.cases.models import Draft
from parvis.catalogue.models import SourceCopy
from tests.catalogue.lists.http_server import serving
from tests.factories import lists
from tests.factories.catalogue import field, publish
from tests.factories.lists import row
from tests.factories.organisations import TeamFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
LINKED = {"table": "rues", "where": {"commune": "ville"}}


@pytest.fixture
def ask(town, visitor):
    """Return a function that publishes a page of questions, and begins it."""
    TerritoryFactory(name="Ifs", code="14341", postcodes=["14123"])
    TeamFactory(organisation=town.body, name="Accueil", competent_for=["essai"])

    def begin(*fields):
        publish(town.body, list(fields))
        return visitor.begin(code="essai")

    return begin


@pytest.fixture
def server(settings):
    settings.SOURCE_NETWORKS = [ip_network("127.0.0.1/32")]
    with serving() as running:
        yield running


def streets(town):
    rows = [row("a", "Rue de Valmont", commune="76719"), row("b", "Rue d’Ifs", commune="14341")]
    return lists.table(town.body, *rows)


def shown(visitor):
    return visitor.client.get(visitor.page("p1")).content.decode()


def test_linked_choices_are_shown_by_a_button_once_the_answer_they_wait_for_is_given(ask, town):
    streets(town)
    visitor = ask(field("municipality", "ville"), field("table_choice", "rue", **LINKED))
    assert "dépend d’une réponse" in shown(visitor)
    page = visitor.fill("p1", **{"ville": "14341", "ville.text": "Ifs", "search_field": "rue"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "Rue d’Ifs" in text
    assert "Rue de Valmont" not in text
    assert "field-wrong" not in text
    answer = visitor.fill("p1", **{"ville": "14341", "ville.text": "Ifs", "rue": "b"})
    assert answer["Location"].endswith("/verification/")
    assert Draft.objects.get().answers["rue"] == {
        "code": "b",
        "label": "Rue d’Ifs",
        "columns": {"commune": "14341"},
    }


def test_a_choice_that_another_answer_no_longer_allows_is_refused_with_the_page(ask, town):
    streets(town)
    visitor = ask(field("municipality", "ville"), field("table_choice", "rue", **LINKED))
    answer = visitor.fill("p1", **{"ville": "14341", "ville.text": "Ifs", "rue": "a"})
    assert answer.status_code == 422
    assert "ne va pas avec vos autres réponses" in answer.content.decode()


def test_a_question_is_drawn_again_by_itself_for_the_script(ask, town):
    streets(town)
    visitor = ask(field("municipality", "ville"), field("table_choice", "rue", **LINKED))
    address = f"{visitor.page('p1')}question/rue/"
    assert f'data-linked="ville" data-linked-name="rue" data-linked-url="{address}"' in shown(visitor)
    kept = visitor.client.post(
        visitor.page("p1"), {"ville": "14341", "ville.text": "Ifs"}, headers={"X-Autosave": "1"}
    )
    assert kept.status_code == 200
    text = visitor.client.get(address).content.decode()
    assert "Rue d’Ifs" in text
    assert "<html" not in text


def test_a_long_list_is_searched_where_the_page_says(ask, town):
    lists.table(town.body, *(row(f"r{number}", f"Rue n° {number}") for number in range(80)))
    visitor = ask(field("table_choice", "rue", table="rues"))
    address = f"{visitor.page('p1')}question/rue/"
    assert f'data-combobox="{address}"' in shown(visitor)
    options = visitor.client.get(address, {"q": "rue 7"}).json()["options"]
    assert options[0] == {"value": "r7", "label": "Rue n° 7"}
    assert len(options) == 10


@pytest.mark.parametrize("name", ["autre", "rue.code", "ville"])
def test_a_question_that_is_not_asked_or_not_searched_proposes_nothing(ask, town, name):
    streets(town)
    visitor = ask(field("municipality", "ville"), field("table_choice", "rue", **LINKED))
    assert visitor.client.get(f"{visitor.page('p1')}question/{name}/", {"q": "rue"}).json() == {"options": []}


def test_nobody_else_draws_a_question_of_my_draft(ask, town, new_visitor):
    streets(town)
    visitor = ask(field("table_choice", "rue", table="rues"))
    address = f"{visitor.page('p1')}question/rue/"
    assert new_visitor().client.get(address).status_code == 404
    assert visitor.client.get(f"{visitor.page('p1')}question/autre/").status_code == 404


def test_a_source_is_read_when_the_page_first_needs_it_and_not_again(ask, town, server):
    lists.source(town.body, url=server.at("/rues", [{"id": "1", "text": "Rue A"}]))
    visitor = ask(field("table_choice", "rue", source="rues"))
    assert "Rue A" in shown(visitor)
    assert "Rue A" in shown(visitor)
    assert server.asked == ["/rues"]


def test_a_source_that_depends_on_an_answer_is_read_when_the_button_shows_it(ask, town, server):
    server.at("/14341/rues", [{"id": "1", "text": "Rue d’Ifs"}])
    url = server.at("/x", []).replace("/x", "/{commune}/rues")
    lists.source(town.body, url=url, parameters={"commune": "''"})
    where = {"commune": "ville"}
    visitor = ask(field("municipality", "ville"), field("table_choice", "rue", source="rues", where=where))
    assert "dépend d’une réponse" in shown(visitor)
    page = visitor.fill("p1", **{"ville": "14341", "ville.text": "Ifs", "search_field": "rue"})
    assert "Rue d’Ifs" in page.content.decode()
    assert server.asked == ["/14341/rues"]


def test_a_source_that_hangs_holds_one_page_a_moment_and_lets_one_write(ask, town, server):
    lists.source(town.body, url=server.at("/rues", lambda page: page.wait()), timeout_seconds=1)
    visitor = ask(field("table_choice", "rue", source="rues"))
    start = time.monotonic()
    text = shown(visitor)
    assert time.monotonic() - start < 4
    assert "pas disponible pour le moment" in text
    start = time.monotonic()
    assert visitor.fill("p1", rue="Rue du Four")["Location"].endswith("/verification/")
    assert time.monotonic() - start < 1
    assert Draft.objects.get().answers["rue"]["label"] == "Rue du Four"
    assert not SourceCopy.objects.exists()

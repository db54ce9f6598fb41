"""Data sources in the studio: declared, tried, their health, what serves meanwhile."""

from ipaddress import ip_network

import pytest

from parvis.catalogue.models import DataSource
from tests.catalogue.lists.http_server import serving
from tests.factories import lists
from tests.factories.catalogue import field, publish
from tests.factories.organisations import OrganisationFactory

HOME = "/atelier/valmont/sources/"
TYPED = {
    "title": "Rues de la base adresse",
    "url": "https://data.example.fr/{commune}/rues.json",
    "list_path": "features",
    "code_path": "id",
    "label_path": "properties.nom",
    "cache_seconds": "3600",
    "timeout_seconds": "2",
    "when_down": "last",
    "parameter.0.name": "commune",
    "parameter.0.formula": "ville.code",
    "column.0.label": "Secteur",
    "column.0.type": "text",
    "column.0.path": "properties.zone",
}


@pytest.fixture
def server(settings):
    settings.SOURCE_NETWORKS = [ip_network("127.0.0.1/32")]
    with serving() as running:
        yield running


def text_of(answer):
    return answer.content.decode()


def test_a_source_is_declared_and_shown_as_it_was_typed(studio, body):
    answer = studio.post("/atelier/valmont/nouvelle-source/", TYPED)
    assert answer["Location"] == f"{HOME}rues-de-la-base-adresse/"
    made = DataSource.objects.get()
    assert made.parameters == {"commune": "ville.code"}
    assert made.columns == [{"key": "secteur", "label": "Secteur", "type": "text", "path": "properties.zone"}]
    page = text_of(studio.get(f"{answer['Location']}modifier/"))
    assert 'value="properties.nom"' in page
    assert 'value="ville.code"' in page
    changed = {**TYPED, "title": "Rues", "column.0.key": "secteur", "column.0.remove": "yes"}
    studio.post(f"{answer['Location']}modifier/", changed)
    made.refresh_from_db()
    assert (made.title, made.code, made.columns) == ("Rues", "rues-de-la-base-adresse", [])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"url": "rues.json"}, "adresse entière"),
        ({"parameter.0.formula": "ville.("}, "commune"),
        ({"timeout_seconds": "60"}, "inférieure ou égale à 5"),
        ({"when_down": "closed"}, "phrase montrée"),
        ({"title": ""}, "Donnez un titre"),
    ],
)
def test_what_cannot_be_read_is_refused_and_stays_typed(studio, body, wrong, said):
    answer = studio.post("/atelier/valmont/nouvelle-source/", {**TYPED, **wrong})
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert 'value="properties.zone"' in text_of(answer)
    assert not DataSource.objects.exists()


def test_a_source_is_tried_with_values_and_shows_its_first_rows(studio, body, server):
    url = server.at("/14118/rues", [{"id": 1, "text": "Rue A", "z": "Nord"}]).replace("14118", "{commune}")
    columns = [{"key": "zone", "label": "Zone", "path": "z"}]
    lists.source(body, url=url, parameters={"commune": "ville.code"}, columns=columns)
    assert "Aucune liste reçue" in text_of(studio.get(f"{HOME}rues/"))
    answer = studio.post(f"{HOME}rues/essayer/", {"essai.commune": "14118"}, follow=True)
    text = text_of(answer)
    assert "Une ligne reçue" in text
    assert "Nord" in text
    assert "répond" in text
    assert server.asked == ["/14118/rues"]


def test_a_source_that_fails_says_why_and_may_be_tried_again_at_once(studio, body, server):
    lists.source(body, url=server.at("/rues", lambda page: page.give(b"", status=503)))
    text = text_of(studio.post(f"{HOME}rues/essayer/", follow=True))
    assert "code 503" in text
    assert "Elle n’a jamais répondu" in text
    server.at("/rues", ["Rue A"])
    assert "Une ligne reçue" in text_of(studio.post(f"{HOME}rues/essayer/", follow=True))
    assert len(server.asked) == 2


def test_an_inner_address_is_refused_to_a_builder(studio, body, settings):
    settings.SOURCE_NETWORKS = []
    lists.source(body, url="http://127.0.0.1:5432/")
    assert "réseau interne" in text_of(studio.post(f"{HOME}rues/essayer/", follow=True))


def test_the_list_tells_how_each_source_is(studio, body):
    lists.source(body, code="jamais")
    lists.source(body, code="vide", url="")
    failing = lists.source(body, code="panne")
    DataSource.objects.filter(pk=failing.pk).update(
        failures=1, failure="Le serveur a répondu par le code 500."
    )
    text = text_of(studio.get(HOME))
    for word in ("jamais appelée", "sans adresse", "ne répond pas", "code 500"):
        assert word in text


def test_a_source_that_a_procedure_named_is_retired_rather_than_deleted(studio, body):
    lists.source(body)
    publish(body, [field("table_choice", "rue", source="rues")])
    assert "seulement retirée" in text_of(studio.post(f"{HOME}rues/supprimer/", follow=True))
    assert "La source est retirée" in text_of(studio.post(f"{HOME}rues/retirer/", follow=True))
    assert "de nouveau proposée" in text_of(studio.post(f"{HOME}rues/retirer/", follow=True))
    lists.source(body, code="autre")
    studio.post(f"{HOME}autre/supprimer/")
    assert DataSource.objects.count() == 1


@pytest.mark.parametrize("rest", ["", "modifier/"])
def test_another_bodys_source_is_not_found(studio, rest):
    lists.source(OrganisationFactory(slug="ailleurs"))
    assert studio.get(f"/atelier/ailleurs/sources/rues/{rest}").status_code == 404
    assert studio.get(f"{HOME}rues/{rest}").status_code == 404
    assert studio.post(f"{HOME}rues/essayer/").status_code == 404

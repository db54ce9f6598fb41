"""What a body offers, and finding it with one's own words."""

import pytest

from parvis.catalogue import queries
from parvis.catalogue.models import Procedure
from parvis.catalogue.services.library import publish_from_library
from parvis.common.errors import NotFound
from parvis.organisations.models import OrganisationKind, TerritoryKind
from tests.factories.catalogue import publish
from tests.factories.organisations import OrganisationFactory, TeamFactory, TerritoryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]


@pytest.fixture
def region():
    land = TerritoryFactory(kind=TerritoryKind.REGION, code="28", name="Normandie")
    return OrganisationFactory(kind=OrganisationKind.REGION, territory=land)


@pytest.fixture
def town(region):
    return OrganisationFactory(territory=TerritoryFactory(inside=[region.territory]), parent=region)


def codes(found):
    return [procedure.code for procedure in found]


def test_a_body_offers_its_own_procedures_by_category_then_title(town):
    publish(town, code="b", title="Élaguer", category="Nature")
    publish(town, code="a", title="Zoo", category="Nature")
    publish(town, code="c", title="École", category="Études")
    publish(OrganisationFactory(), code="d")
    assert codes(queries.procedures_for(town)) == ["c", "b", "a"]
    assert [name for name, _ in queries.by_category(queries.procedures_for(town))] == ["Études", "Nature"]


@pytest.mark.parametrize("handler", ["region", "town"])
def test_a_body_offers_those_of_the_body_above_that_some_team_handles_there(town, region, handler):
    version = publish(region, code="bus", title="Bus")
    assert codes(queries.procedures_for(town)) == []
    TeamFactory(organisation={"region": region, "town": town}[handler], competent_for=["bus"])
    assert codes(queries.procedures_for(town)) == ["bus"]
    assert queries.find_procedure(town, "bus").organisation == region
    assert queries.offered_version(town, "bus") == version


def test_a_competence_elsewhere_offers_nothing(town, region):
    publish(region, code="bus")
    TeamFactory(organisation=region, competent_for=["bus"], competent_for__territory=TerritoryFactory())
    assert codes(queries.procedures_for(town)) == []
    with pytest.raises(NotFound):
        queries.find_procedure(town, "bus")


def test_its_own_procedure_hides_the_one_above(town, region):
    publish(region, code="bus", title="Bus")
    TeamFactory(organisation=region, competent_for=["bus"])
    own = publish(town, code="bus", title="Nos bus").procedure
    assert queries.procedures_for(town) == [own]
    assert queries.find_procedure(town, "bus") == own


def test_what_is_not_published_or_not_active_is_not_offered(town):
    version = publish(town, code="bus")
    assert queries.published_version(version.procedure) == version
    Procedure.objects.filter(pk=version.procedure_id).update(is_active=False)
    assert queries.procedures_for(town) == []
    with pytest.raises(NotFound):
        queries.find_procedure(town, "bus")


def test_agents_procedures_are_shown_to_agents_only(town):
    publish(town, code="panne", audience=["agent"])
    publish(town, code="arbre")
    assert codes(queries.procedures_for(town)) == ["arbre"]
    assert codes(queries.procedures_for(town, internal=True)) == ["panne"]
    assert queries.find_procedure(town, "panne").code == "panne"
    assert queries.offered_version(town, "panne", internal=True).procedure.code == "panne"
    with pytest.raises(NotFound):
        queries.offered_version(town, "panne")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("arbres", "abattage-elagage-arbres"),
        ("elagage", "abattage-elagage-arbres"),
        ("je veux couper un arbre", "abattage-elagage-arbres"),
        ("barnum", "pret-materiel"),
        ("tables et chaises", "pret-materiel"),
        ("frelon", "nid-frelons-asiatiques"),
        ("frellon", "nid-frelons-asiatiques"),
        ("guepes", "nid-frelons-asiatiques"),
        ("FRELONS ASIATIQUE", "nid-frelons-asiatiques"),
        ("frel", "nid-frelons-asiatiques"),
        ("écrire au maire", "contact"),
    ],
)
def test_a_procedure_is_found_with_peoples_words(town, words, code):
    publish_from_library(organisation=town)
    assert codes(queries.search_procedures(town, words))[0] == code


@pytest.mark.parametrize("words", ["", "  ", "&|!:*'", "xyzzy", "le la les"])
def test_words_that_say_nothing_find_nothing(town, words):
    publish_from_library(organisation=town)
    assert queries.search_procedures(town, words) == []


def test_internal_procedures_are_not_found_by_the_public(town):
    publish_from_library(organisation=town)
    assert "poste-informatique-ecole" not in codes(queries.search_procedures(town, "ordinateur école"))
    found = queries.search_procedures(town, "ordinateur", internal=True)
    assert codes(found) == ["poste-informatique-ecole"]


def test_a_procedure_is_said_in_a_language_as_far_as_it_speaks_it(town):
    english = {"/title": "Fell a tree", "/category": "Nature and parks"}
    tree = publish(
        town, code="tree", title="Abattre un arbre", category="Nature", translations={"en": english}
    ).procedure
    bus = publish(town, code="bus", title="Bus", category="Nature").procedure
    tree.refresh_from_db()
    bus.refresh_from_db()
    said = queries.said_in("en", [tree, bus])
    assert said[tree.pk] == ("Fell a tree", tree.summary, "Nature and parks")
    assert said[bus.pk] == ("Bus", bus.summary, "Nature")
    assert queries.said_in("fr", [tree])[tree.pk].title == "Abattre un arbre"


def test_a_procedure_is_found_by_its_words_in_another_language(town):
    publish(town, code="arbre", title="Abattre un arbre", translations={"en": {"/title": "Fell a tree"}})
    assert codes(queries.search_procedures(town, "trees")) == ["arbre"]

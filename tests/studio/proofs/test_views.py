"""A builder writes a test step by step, plays it, accepts what changed, deletes it; without JavaScript."""

import pytest

from parvis.cases.models import Case, RecordedTest
from parvis.organisations.models import Role
from parvis.organisations.services.agents import habilitate_agent
from tests.factories.cases import Town, lodge, make_version
from tests.factories.organisations import TeamFactory
from tests.factories.workflows import examination, town_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(system):
    town = town_with(examination())
    habilitate_agent(agent=town.agent, role=Role.PROCEDURE_BUILDER)
    return town


@pytest.fixture
def studio(town, browsing):
    return browsing(town.agent)


@pytest.fixture
def address(town) -> str:
    return f"/atelier/{town.body.slug}/demarches/{town.version.procedure.code}/tests/"


def test_a_test_is_written_step_by_step_played_and_deleted(town, studio, address):
    assert "Aucun test encore." in studio.get(address).text
    made = studio.post(address, {"nom": "Tout va bien", "numero": ""})
    page = studio.get(made["Location"]).text
    assert "la demande est envoyée" in page
    assert "Suite « Take »" in page

    one = made["Location"]
    assert studio.post(f"{one}suite/", {"quoi": "", "jours": "0"}).status_code == 422
    studio.post(f"{one}suite/", {"quoi": "t:take", "jours": "3"})
    studio.post(f"{one}suite/", {"quoi": "t:finish", "jours": "0"})
    page = studio.get(one).text
    assert "3 jours après, un agent choisit « Take »" in page
    assert "Done" in page
    assert not Case.objects.exists()

    studio.post(f"{address}jouer/")
    assert "le résultat est celui attendu" in studio.get(one).text
    studio.post(f"{one}geste/", {"geste": "retirer"})
    assert len(RecordedTest.objects.get().script["steps"]) == 1
    studio.post(f"{one}geste/", {"geste": "supprimer"})
    assert not RecordedTest.objects.exists()


def test_a_difference_is_shown_then_accepted(town, studio, address):
    one = studio.post(address, {"nom": "Tout va bien", "numero": ""})["Location"]
    studio.post(f"{one}suite/", {"quoi": "t:take", "jours": "0"})
    test = RecordedTest.objects.get()
    test.expected["seen"][-1] |= {"status": "waiting", "label": "En attente"}
    test.save()
    studio.post(f"{one}geste/", {"geste": "jouer"})

    page = studio.get(one).text
    assert "le résultat est différent" in page
    assert "En attente" in page
    studio.post(f"{one}geste/", {"geste": "accepter"})
    assert RecordedTest.objects.get().expected["seen"][-1]["status"] == "examined"


def test_a_case_that_the_builder_sees_becomes_a_test(town, studio, address):
    case = lodge(town, answers={"reason": "Chez Aude Vasseur"})
    assert studio.post(address, {"nom": "Vécu", "numero": "000000000000"}).status_code == 422
    made = studio.post(address, {"nom": "Vécu", "numero": case.number})
    assert made.status_code == 302
    assert "Aude" not in str(RecordedTest.objects.get().script)


def test_a_message_is_filled_in_on_a_case_of_its_own_procedure_only(system, browsing):
    words = {"told": {"subject": "Votre demande", "text": "Étape : {{ case.status_label }}."}}
    town = town_with(examination(templates=words), name="Valmont", slug="valmont")
    habilitate_agent(agent=town.agent, role=Role.PROCEDURE_BUILDER)
    version = make_version(town.body, code="autre", regime="none", delay="2m")
    other = Town(town.body, TeamFactory(organisation=town.body, competent_for=["autre"]), town.agent, version)
    habilitate_agent(agent=town.agent, role=Role.CASE_HANDLER, team=other.team)
    studio, address = (
        browsing(town.agent),
        f"/atelier/valmont/demarches/{town.version.procedure.code}/parcours/apercu/told/",
    )
    assert "Étape : Received." in studio.post(address, {"demande": lodge(town).number}).text
    assert (
        "Cette demande est d’une autre démarche"
        in studio.post(address, {"demande": lodge(other).number}).text
    )

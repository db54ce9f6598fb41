"""A refused publication says what differs in its tests, and leads to what is to mend."""

import pytest

from parvis.cases.models import RecordedTest
from parvis.catalogue.services.drafts import open_draft
from parvis.common.journal import digest
from parvis.organisations.models import Role
from parvis.organisations.services.agents import habilitate_agent
from tests.factories.catalogue import SMALLEST
from tests.factories.workflows import examination, town_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(system):
    made = examination()
    made["transitions"][0]["actions"] = [{"do": "send_message", "subject": "Bien reçu", "text": "Bonjour."}]
    told = {key: value for key, value in SMALLEST.items() if key not in {"code", "form", "law"}}
    town = town_with(made, definition=told)
    habilitate_agent(agent=town.agent, role=Role.PROCEDURE_BUILDER)
    return town


@pytest.fixture
def home(town):
    return f"/atelier/{town.body.slug}/demarches/{town.version.procedure.code}/"


@pytest.fixture
def studio(town, browsing, home):
    """Return the browser of a builder who wrote a test, then began the next version."""
    studio = browsing(town.agent)
    one = studio.post(f"{home}tests/", {"nom": "Tout va bien", "numero": ""})["Location"]
    studio.post(f"{one}suite/", {"quoi": "t:take", "jours": "3"})
    studio.post(f"{one}suite/", {"quoi": "t:finish", "jours": "0"})
    return studio


def address_of_test(page, home):
    """Return the address of the one test, which the page must lead to."""
    address = f"{home}tests/{RecordedTest.objects.get().pk}/"
    assert f'href="{address}"' in page
    return address


def publish(studio, town, home, change):
    draft = open_draft(procedure_id=town.version.procedure_id, by=town.session())
    change(draft.definition["workflow"])
    draft.checksum = digest(draft.definition)
    draft.save()
    return studio.post(f"{home}publier/", {"reason": "Plus clair", "seen": draft.checksum}).text


def test_a_transition_that_is_gone_is_told_with_its_step_and_leads_to_where_it_started(town, studio, home):
    def drop(workflow):
        workflow["transitions"] = [one for one in workflow["transitions"] if one["key"] != "finish"]
        workflow["transitions"].append(
            {"key": "end", "label": "Finir", "from": ["examined", "waiting"], "to": "done"}
        )

    page = publish(studio, town, home, drop)
    assert (
        "Test « Tout va bien » : Le test s’arrête (dernier geste fait : 3 jours après, un agent choisit « Take »)"
        in page
    )
    assert "La suite « Finish » n’existe plus dans le parcours" in page
    test = studio.get(address_of_test(page, home))
    assert f'href="{home}parcours/etapes/examined/#panneau">Voir l’étape « Examined »' in test.text


def test_another_message_is_told_with_both_texts_and_leads_to_the_transition_that_sends_it(
    town, studio, home
):
    def reword(workflow):
        workflow["transitions"][0]["actions"][0]["text"] = "Bonsoir."

    page = publish(studio, town, home, reword)
    assert "Message (après : 3 jours après, un agent choisit « Take »)" in page
    test = studio.get(address_of_test(page, home)).text
    assert "Bonsoir." in test.replace("<br>", "")
    assert f'href="{home}parcours/suites/take/#panneau">Voir la suite « Take »' in test

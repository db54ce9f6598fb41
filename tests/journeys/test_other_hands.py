"""Those who are neither resident nor agent of a demand: who signs with someone, colleagues who try a form."""

import re

import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import expect

from parvis.cases.services.co_signatures import sign_link
from parvis.cases.services.intake import register_deposit
from parvis.catalogue.services.drafts import open_draft
from parvis.common import actor
from parvis.organisations.models import Role
from parvis.organisations.sessions import agent_session
from tests.factories.cases import a_deposit
from tests.factories.catalogue import field, publish
from tests.factories.organisations import AgentFactory, OrganisationFactory, TeamFactory
from tests.harness.sign_in import sign_in
from tests.portal.conftest import make_town_of_library

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ALI = {"name": "Ali Haddad", "email": "ali@exemple.invalid"}
VIEWS = [(320, "light", True), (1280, "dark", False)]


@pytest.fixture
def link():
    """Lodge a demand that a second person must sign; return the path of their link."""
    with transaction.atomic(), actor.acting_as(actor.for_system("tests")):
        town = make_town_of_library()
        TeamFactory(organisation=town.body, name="Voyages", competent_for=["essai"])
        town.version = publish(
            town.body,
            [
                field("text", "why"),
                field("co_signature", "other", statement="J’autorise.", share_answers=True),
            ],
        )
        case = register_deposit(deposit=a_deposit(town, answers={"why": "Un voyage", "other": ALI}))
        return re.sub(r"^https?://[^/]+", "", sign_link(case.co_signatures.get().pk))


@pytest.mark.parametrize(("width", "scheme", "scripts"), VIEWS)
def test_a_second_person_reads_and_signs(link, new_page, axe, shot, width, scheme, scripts):
    page = new_page(width, 800, color_scheme=scheme, java_script_enabled=scripts)
    page.goto(link)
    expect(page.get_by_text("J’autorise.")).to_be_visible()
    expect(page.get_by_text("Un voyage")).to_be_visible()
    shot(page, f"co-sign-{width}-{scheme}")
    if scripts:
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("[name='signature.name']").fill("Ali Haddad")
    page.get_by_role("button", name="Signer").click()
    expect(page.get_by_text("Vous avez signé").first).to_be_visible()
    shot(page, f"co-signed-{width}-{scheme}")


@pytest.fixture
def trial():
    """Publish a form, open its next version to colleagues; return the path of the link they receive."""
    with transaction.atomic(), actor.acting_as(actor.for_system("tests")):
        body = OrganisationFactory(municipality=True, slug="valmont", name="Valmont")
        builder = AgentFactory(organisation=body, with_role=Role.PROCEDURE_BUILDER)
        published = publish(
            body, [field("text", "nom", label="Votre nom")], code="essai", title="Démarche d’essai"
        )
        open_draft(procedure_id=published.procedure_id, by=agent_session(builder.pk))
    studio = sign_in(Client(), builder)
    studio.post("/atelier/valmont/demarches/essai/essai/")
    page = studio.get("/atelier/valmont/demarches/essai/essai/").content.decode()
    return re.search(r"http://testserver(/atelier/essai/[^<]+)", page)[1]


@pytest.mark.parametrize(("width", "scheme", "scripts"), VIEWS)
def test_a_colleague_tries_a_form_and_says_what_stops_them(
    trial, new_page, axe, shot, width, scheme, scripts
):
    page = new_page(width, 800, color_scheme=scheme, java_script_enabled=scripts)
    page.goto(f"{trial}p1/")
    expect(page.get_by_text("Ceci est un essai").first).to_be_visible()
    shot(page, f"trial-{width}-{scheme}")
    if scripts:
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator("form[action$='remarques/'] textarea")
    if not box.is_visible():
        page.locator("details:has(form[action$='remarques/']) summary").first.click()
    box.fill("De naissance ou d’usage ?")
    page.locator("form[action$='remarques/'] button").first.click()
    expect(page.get_by_text("Merci, votre remarque est arrivée.")).to_be_visible()
    expect(page.get_by_text("De naissance ou d’usage ?")).to_be_visible()
    shot(page, f"trial-said-{width}-{scheme}")

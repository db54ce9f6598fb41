"""A call, from the number that rings to the number told: by the keyboard alone, every key counted.

What the measure supposes: forty words a minute, of five letters and a space, are a key each 0.3 s. Forty-five seconds
are 150 keys; it takes 110 (33 s).
"""

import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import expect

from parvis.cases.models import Case, IntakeChannel
from parvis.catalogue.services.library import publish_from_library
from parvis.people.services.persons import PersonDetails
from tests.factories.cases import lodge, make_town
from tests.factories.organisations import TeamFactory, TerritoryFactory
from tests.harness.jobs import run_all
from tests.harness.sign_in import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
KEYS_IN_45_SECONDS = 150
AUDE = PersonDetails(first_name="Aude", last_name="Vasseur", email="aude@exemple.fr", phone="+33612345678")


@pytest.fixture
def town(system):
    place = TerritoryFactory(name="Valmont", code="76719", square=(0.4, 49.7, 0.6, 49.8))
    town = make_town(territory=place, latitude=49.74, longitude=0.51)
    TeamFactory(organisation=town.body, name="Accueil", competent_for=["contact"])
    publish_from_library(organisation=town.body, codes=["contact"])
    lodge(town, person=AUDE)
    run_all()
    return town


@pytest.fixture
def page(town, live_server, new_page):
    page = new_page(1280, 800)
    cookie = sign_in(Client(), town.agent).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return page


def test_a_simple_call_is_entered_in_less_than_150_keys(page, town, shot):
    keys = 0

    def press(*names):
        nonlocal keys
        for name in names:
            page.keyboard.press(name)
            keys += 1

    def type_in(text):
        nonlocal keys
        page.keyboard.type(text)
        keys += len(text)

    page.goto("/bureau/appel/?number=0612345678")
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("Pour Aude Vasseur")
    expect(page.get_by_label("Quelle démarche ?")).to_be_focused()
    type_in("quest")
    found = page.locator("#demarches a").first
    expect(found).to_contain_text("Poser une question à la mairie")
    press("ArrowDown")
    expect(found).to_be_focused()
    press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Poser une question à la mairie")
    page.wait_for_load_state()
    expect(page.locator("[data-field=topic] input").first).to_be_focused()
    press("Space", "Tab")
    expect(page.get_by_label("Votre question en quelques mots")).to_be_focused()
    type_in("Banc cassé rue des Tilleuls")
    press("Tab")
    expect(page.get_by_label("Votre message")).to_be_focused()
    type_in("Une latte manque depuis lundi, un enfant est tombé. Quand réparez-vous ?")
    shot(page, "reception-sheet")
    press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Demande enregistrée")
    shot(page, "reception-entered")
    assert keys <= KEYS_IN_45_SECONDS
    with transaction.atomic():
        case = Case.objects.get(procedure_code="contact")
        assert (case.channel, case.person_name) == (IntakeChannel.PHONE, "Aude Vasseur")
        assert case.journal.filter(kind="called").exists()

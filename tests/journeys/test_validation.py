"""From deposit to end along two levels of validation, the first validator being away; then what the person reads."""

from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import expect

from parvis.common import clock
from parvis.organisations.models import Role
from parvis.organisations.services.absences import declare_absence
from tests.factories.cases import lodge, make_town
from tests.factories.organisations import AgentFactory
from tests.harness.sign_in import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(system):
    return make_town(definition={"workflow": {"use": "validation-levels/1"}}, regime="none", delay="2m")


def colleague(town, first_name: str, last_name: str, role: Role):
    return AgentFactory(
        organisation=town.body,
        first_name=first_name,
        last_name=last_name,
        with_role=role,
        with_role__on=[town.team],
    )


@pytest.fixture
def as_agent(live_server, new_page):
    """Return a function that opens the desk as an agent, at a size."""

    def open_desk(agent, width: int = 1280, **options):
        page = new_page(width, 800, **options)
        cookie = sign_in(Client(), agent).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return page

    return open_desk


def test_a_case_goes_through_two_levels_though_the_first_validator_is_away(town, as_agent, axe, shot):
    manager = colleague(town, "Bruno", "Morel", Role.TEAM_MANAGER)
    deputy = colleague(town, "Inès", "Roux", Role.CASE_HANDLER)
    today = clock.today()
    declare_absence(agent_id=manager.pk, since=today, until=today + timedelta(days=7), replaced_by=deputy)
    case = lodge(town)
    address = f"/bureau/demandes/{case.number}/"

    desk = as_agent(town.agent)
    desk.goto(address)
    desk.get_by_role("button", name="Commencer l’examen").click()
    desk.get_by_role("button", name="Envoyer à la validation").click()
    panel = desk.locator("section", has=desk.get_by_role("heading", name="Premier visa"))
    expect(panel).to_contain_text("Avis, visas et signatures")
    panel.get_by_role("link", name="Donner le visa pour").click()
    desk.get_by_label("Confier à un autre agent").check()
    desk.get_by_role("combobox", name="Confier à").select_option(label="Bruno Morel")
    desk.get_by_role("button", name="Donner ou refuser le visa").last.click()
    expect(panel).to_contain_text("Inès Roux peut répondre à sa place")
    shot(desk, "validation-away")

    phone = as_agent(deputy, 320, java_script_enabled=False)
    phone.goto(address)
    phone.get_by_role("link", name="Donner le visa pour").click()
    phone.get_by_label("Accorder").check()
    phone.get_by_role("button", name="Donner ou refuser le visa").last.click()
    expect(phone.get_by_role("heading", name="Second visa")).to_be_visible()
    phone.get_by_role("link", name="Donner le visa pour").click()
    phone.get_by_label("Accorder").check()
    phone.get_by_role("button", name="Donner ou refuser le visa").last.click()
    expect(phone.get_by_role("heading", name="Prête à décider")).to_be_visible()
    shot(phone, "validation-ready-320")

    desk.goto(address)
    expect(desk.get_by_text("À la place de Bruno Morel.")).to_be_visible()
    axe(desk)
    desk.get_by_role("link", name="Accepter").click()
    expect(desk.get_by_text("La décision part à votre nom.")).to_be_visible()
    desk.get_by_role("button", name="Accepter").last.click()
    expect(desk.get_by_role("heading", name="Décision prise")).to_be_visible()

"""The agent's own page."""

import pytest

from parvis.organisations.models import Role
from tests.factories.organisations import AgentFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def test_an_agent_reads_their_functions_team_by_team(desk, town):
    page = desk.get("/bureau/moi/").content.decode()
    for words in (
        str(town.agent),
        town.agent.capacity,
        town.team.name,
        "instruction",
        town.agent.account.email,
    ):
        assert words in page


def test_functions_without_cases_are_told_apart(at_desk, system):
    statistician = AgentFactory(organisation=OrganisationFactory(), with_role=Role.STATISTICS)
    page = at_desk(statistician).get("/bureau/moi/").content.decode()
    assert "Fonctions sans accès aux demandes : statistiques." in page


def test_the_way_to_the_accounts_security_is_there(desk):
    page = desk.get("/bureau/moi/").content.decode()
    for address in ("/compte/password/change/", "/compte/2fa/", "/compte/logout/"):
        assert address in page

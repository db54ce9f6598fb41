"""Agents are invited and habilitated."""

from datetime import timedelta

import pytest

from parvis.common import actor, clock, events
from parvis.common.errors import Invalid
from parvis.organisations.errors import AddressTaken, AlreadyEnded, OtherBody
from parvis.organisations.events import AgentInvited
from parvis.organisations.models import Role
from parvis.organisations.services.agents import (
    agent_leaves,
    end_habilitation,
    habilitate_agent,
    invite_agent,
)
from parvis.organisations.sessions import agent_session
from tests.factories.organisations import AccountFactory, AgentFactory, OrganisationFactory, TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reading_accounts():
    with actor.signing_in():
        yield


def invite(**changes):
    return invite_agent(
        **{
            "organisation": OrganisationFactory(),
            "email": "Camille.Lenoir@Example.invalid",
            "first_name": " Camille ",
            "last_name": "Lenoir",
            "capacity": "adjointe administrative",
        }
        | changes
    )


def test_an_invited_agent_has_an_account_without_password_and_is_announced(monkeypatch):
    told = []
    monkeypatch.setitem(events._subscribers, AgentInvited, [told.append])

    agent = invite()

    assert not agent.account.has_usable_password()
    assert agent.account.email == "camille.lenoir@example.invalid"
    assert agent.first_name == "Camille"
    assert told == [AgentInvited(agent_id=agent.pk, account_id=agent.account_id)]


def test_a_residents_account_becomes_the_agents_too():
    account = AccountFactory(email="camille.lenoir@example.invalid")
    assert invite().account == account


def test_one_address_makes_one_agent():
    invite()
    with pytest.raises(AddressTaken) as refusal:
        invite(email="camille.lenoir@EXAMPLE.invalid")
    assert "email" in refusal.value.errors


@pytest.mark.parametrize("name", ["email", "first_name", "last_name", "capacity"])
def test_what_a_decision_must_print_is_required(name):
    with pytest.raises(Invalid) as refusal:
        invite(**{name: "  "})
    assert set(refusal.value.errors) == {name}


def test_a_function_given_twice_is_held_once():
    team = TeamFactory()
    agent = AgentFactory(organisation=team.organisation)
    until = clock.today() + timedelta(days=30)

    habilitate_agent(agent=agent, role=Role.CASE_HANDLER, team=team)
    habilitate_agent(agent=agent, role=Role.CASE_HANDLER, team=team, until=until)

    assert agent.habilitations.get().until == until


def test_an_agent_may_be_lent_to_another_bodys_team():
    team, agent = TeamFactory(), AgentFactory()
    assert habilitate_agent(agent=agent, role=Role.REFERENT, team=team).organisation == team.organisation
    assert agent_session(agent.pk).teams == {team.pk}


def test_a_team_of_one_body_is_not_named_for_another():
    with pytest.raises(OtherBody):
        habilitate_agent(
            agent=AgentFactory(),
            role=Role.CASE_HANDLER,
            team=TeamFactory(),
            organisation=OrganisationFactory(),
        )


def test_functions_of_the_whole_body_are_not_given_on_a_team():
    with pytest.raises(Invalid):
        habilitate_agent(agent=AgentFactory(), role=Role.DPO, team=TeamFactory())


def test_an_end_before_the_start_is_refused():
    with pytest.raises(Invalid):
        habilitate_agent(agent=AgentFactory(), role=Role.DPO, until=clock.today() - timedelta(days=1))


def test_an_ended_habilitation_opens_nothing_and_ends_once():
    agent = AgentFactory(with_role=Role.BODY_ADMIN)
    habilitation = agent.habilitations.get()

    end_habilitation(habilitation=habilitation)

    assert agent_session(agent.pk).roles == set()
    with pytest.raises(AlreadyEnded):
        end_habilitation(habilitation=habilitation)


def test_who_leaves_sees_nothing_more_and_keeps_their_name():
    agent = AgentFactory(with_role=Role.CASE_HANDLER)

    agent_leaves(agent=agent)

    agent.refresh_from_db()
    assert agent_session(agent.pk) is None
    assert agent.last_name
    assert agent.habilitations.get().until < clock.today()

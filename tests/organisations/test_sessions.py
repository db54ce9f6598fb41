"""What an agent's session says of them."""

from datetime import timedelta

import pytest

from parvis.common import actor, clock
from parvis.organisations import access
from parvis.organisations.models import Role
from parvis.organisations.sessions import agent_for_account, agent_session
from tests.factories.organisations import AgentFactory, OrganisationFactory, TeamFactory

pytestmark = pytest.mark.django_db


def test_the_session_is_read_in_one_statement(django_assert_num_queries):
    agent = AgentFactory(with_role=Role.CASE_HANDLER)
    TeamFactory.create_batch(3, organisation=agent.organisation)

    with django_assert_num_queries(1):
        session = agent_for_account(agent.account_id)

    assert session.agent_id == agent.pk
    assert session.name == f"Camille {agent.last_name}"
    assert session.organisation_slug == agent.organisation.slug
    assert session.actor().teams == session.teams


def test_a_function_on_a_team_opens_that_team_only():
    mine, neighbour = TeamFactory(), TeamFactory()
    agent = AgentFactory(organisation=mine.organisation, with_role=Role.CASE_HANDLER, with_role__on=[mine])
    TeamFactory(organisation=mine.organisation)

    session = agent_session(agent.pk)

    assert session.teams == {mine.pk}
    assert access.can_decide(session, mine.pk)
    assert not access.can_see_cases_of(session, neighbour.pk)


def test_a_function_on_cases_given_on_a_whole_body_opens_all_its_open_teams():
    body = OrganisationFactory()
    open_team = TeamFactory(organisation=body)
    TeamFactory(organisation=body, is_active=False)
    agent = AgentFactory(organisation=body, with_role=Role.TEAM_MANAGER)

    session = agent_session(agent.pk)

    assert session.teams == {open_team.pk}
    assert session.roles_on(open_team.pk) == {Role.TEAM_MANAGER}
    assert session.roles_in(body.pk) == {Role.TEAM_MANAGER}


@pytest.mark.parametrize("role", sorted(set(Role) - access.CASE_ROLES))
def test_a_function_that_needs_no_case_opens_no_team(role):
    team = TeamFactory()
    agent = AgentFactory(organisation=team.organisation, with_role=role)

    session = agent_session(agent.pk)

    assert session.teams == set()
    assert session.roles == {role}


def test_habilitations_past_or_to_come_open_nothing():
    today = clock.today()
    team = TeamFactory()
    agent = AgentFactory(organisation=team.organisation)
    for since, until in [(-20, -1), (1, None)]:
        agent.habilitations.create(
            organisation=team.organisation,
            team=team,
            role=Role.CASE_HANDLER,
            since=today + timedelta(days=since),
            until=today + timedelta(days=until) if until else None,
        )

    assert agent_session(agent.pk).teams == set()


def test_a_shared_desk_receives_for_the_bodies_that_delegate_without_entering_their_teams():
    municipality = OrganisationFactory()
    theirs = TeamFactory(organisation=municipality)
    desk = TeamFactory(receives_for=[municipality])
    agent = AgentFactory(organisation=desk.organisation, with_role=Role.RECEPTION, with_role__on=[desk])

    session = agent_session(agent.pk)

    assert session.receives_for == {municipality.pk}
    assert access.can_receive_for(session, municipality.pk)
    assert theirs.pk not in session.teams


@pytest.mark.parametrize("left", ["agent", "account", "body"])
def test_who_left_has_no_session(left):
    agent = AgentFactory()
    gone = {"agent": agent, "account": agent.account, "body": agent.organisation}[left]
    gone.is_active = False
    with actor.signing_in():
        gone.save()

    assert agent_for_account(agent.account_id) is None


def test_a_resident_has_no_agents_session():
    assert agent_for_account(0) is None

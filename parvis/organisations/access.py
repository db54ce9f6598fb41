"""Who may do what for which team or body. Each predicate is one rule, readable by a lawyer.

An agent acts through habilitations, never through rank (S1, document 2). A function on a team opens the cases
of that team; the same function given on a whole body opens the cases of all its teams. A function that needs
no case file (building procedures, statistics, data protection, administration, operation) opens none: walls
between administrative spheres (RGPD, article 5; LEGAL, « Personal data »).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from parvis.common import actor
from parvis.organisations.models import Role

CASE_ROLES = frozenset({Role.RECEPTION, Role.CASE_HANDLER, Role.REFERENT, Role.TEAM_MANAGER})
DECIDING_ROLES = frozenset({Role.CASE_HANDLER, Role.TEAM_MANAGER})

_NONE: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class AgentSession:
    """An agent as they act now: who they are, and their habilitations in force today.

    ``teams`` are the teams whose cases they see. ``roles_by_team`` says with which functions, body-wide ones
    included. ``roles_by_body`` holds the functions given on a whole body. ``receives_for`` are the bodies
    that let one of their teams receive the public (delegation), on top of their teams' own bodies.
    """

    agent_id: int
    account_id: int
    first_name: str
    last_name: str
    capacity: str
    organisation_id: int
    organisation_name: str
    organisation_slug: str
    teams: frozenset[int] = frozenset()
    roles: frozenset[Role] = frozenset()
    roles_by_team: Mapping[int, frozenset[Role]] = field(default_factory=dict)
    roles_by_body: Mapping[int, frozenset[Role]] = field(default_factory=dict)
    receives_for: frozenset[int] = frozenset()
    bodies: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        """First name then last name, as decisions print them (CRPA L212-1)."""
        return f"{self.first_name} {self.last_name}"

    def actor(self) -> actor.Actor:
        """Return the scope in which the database answers this agent."""
        return actor.for_agent(self.agent_id, self.teams, label=self.name)

    def roles_on(self, team_id: int) -> frozenset[Role]:
        """Return the functions held on a team."""
        return self.roles_by_team.get(team_id, _NONE)

    def roles_in(self, organisation_id: int) -> frozenset[Role]:
        """Return the functions held on a whole body."""
        return self.roles_by_body.get(organisation_id, _NONE)


def can_see_cases_of(agent: AgentSession, team_id: int) -> bool:
    """An agent sees the cases in which one of their teams takes part, and no other."""
    return team_id in agent.teams


def can_receive(agent: AgentSession, team_id: int) -> bool:
    """Whoever receives, handles or manages in a team may enter a case there and answer the public's
    questions.
    """
    return bool(agent.roles_on(team_id) & CASE_ROLES)


def can_receive_for(agent: AgentSession, organisation_id: int) -> bool:
    """The public of a body is received by its own agents, and by those of a team to which it delegated
    reception.
    """
    return organisation_id in agent.bodies or organisation_id in agent.receives_for


def can_handle(agent: AgentSession, team_id: int) -> bool:
    """Examining a case and asking for pieces belong to the case handlers and the manager of the team that
    holds it.
    """
    return bool(agent.roles_on(team_id) & DECIDING_ROLES)


def can_decide(agent: AgentSession, team_id: int) -> bool:
    """A decision is taken by a case handler or the manager of the team that holds the case; receiving is
    not deciding.
    """
    return can_handle(agent, team_id)


def can_advise(agent: AgentSession, team_id: int) -> bool:
    """A referent gives an opinion on the cases their team was consulted on, and neither holds nor decides
    them.
    """
    return Role.REFERENT in agent.roles_on(team_id)


def can_manage_team(agent: AgentSession, team_id: int) -> bool:
    """The manager of a team shares out its cases among its agents."""
    return Role.TEAM_MANAGER in agent.roles_on(team_id)


def can_build_procedures(agent: AgentSession, organisation_id: int) -> bool:
    """Procedures of a body are designed by those the body habilitated to it."""
    return Role.PROCEDURE_BUILDER in agent.roles_in(organisation_id)


def can_administer(agent: AgentSession, organisation_id: int) -> bool:
    """Teams, agents and habilitations of a body are set by its administrators."""
    return Role.BODY_ADMIN in agent.roles_in(organisation_id)


def can_protect_data(agent: AgentSession, organisation_id: int) -> bool:
    """The register and the rights of persons are the body's data-protection officer's (RGPD, article 39)."""
    return Role.DPO in agent.roles_in(organisation_id)


def can_see_statistics(agent: AgentSession, organisation_id: int) -> bool:
    """Figures without names are for those habilitated to statistics and for the administrators of the body."""
    return bool(agent.roles_in(organisation_id) & {Role.STATISTICS, Role.BODY_ADMIN})


def can_set_rules(agent: AgentSession, organisation_id: int) -> bool:
    """How what comes to a body is sorted is set by its administrators and by whoever manages all of its teams."""
    return bool(agent.roles_in(organisation_id) & {Role.BODY_ADMIN, Role.TEAM_MANAGER})


def can_see_commitments_kept(agent: AgentSession, organisation_id: int) -> bool:
    """How commitments are kept, in figures: those who see the body's figures, and the managers of its teams."""
    manages = organisation_id in agent.bodies and Role.TEAM_MANAGER in agent.roles
    return can_see_statistics(agent, organisation_id) or manages


def can_operate(agent: AgentSession) -> bool:
    """The platform is run by its operators, who by that function see no case."""
    return Role.PLATFORM_OPERATOR in agent.roles

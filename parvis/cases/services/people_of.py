"""Who « the handler », « the accountant », « the referents » are for one case, and how to write to them."""

from collections.abc import Iterable

from parvis.cases.models import Capacity, Case, Participation
from parvis.catalogue.workflows.definition import FUNCTION, Workflow
from parvis.organisations.absence_queries import substitute_of
from parvis.organisations.models import Agent, Role, Team
from parvis.organisations.queries import agent_addresses


def addresses_of(case: Case, flow: Workflow, people: Iterable[str]) -> list[str]:
    """Return the e-mail addresses of teams and agents by their role in a case, each once, unknown ones left out."""
    found: list[str] = []
    for who in sorted(people):
        for team, agent in holders_of(case, flow, who):
            addresses = _addresses(agent) if agent is not None else [_team_address(team)]
            found += [each for each in addresses if each and each not in found]
    return found


def holders_of(case: Case, flow: Workflow, who: str) -> list[tuple[Team, Agent | None]]:
    """Return who has a role in a case: a team, and the agent when one alone has it."""
    if who.startswith(FUNCTION):
        return _function(case, flow, who.removeprefix(FUNCTION))
    if who == "assignee" and case.assignee is not None:
        return [(case.team, case.assignee)]
    if who == "manager":
        return [(case.team, each) for each in _managers(case.team)] or [(case.team, None)]
    if who == "referent":
        consulted = Participation.objects.filter(case=case, until=None, capacity=Capacity.REFERENT)
        return [(each.team, None) for each in consulted.select_related("team__organisation")]
    if who in {"handler", "assignee", "agents"}:
        return [(case.team, None)]
    return []


def _function(case: Case, flow: Workflow, key: str) -> list[tuple[Team, Agent | None]]:
    named = case.track.get("functions", {}).get(key, {})
    team = Team.objects.select_related("organisation").filter(pk=named.get("team") or 0).first()
    if team is not None and team.is_active:
        agent = Agent.objects.filter(pk=named["agent"]).first() if named.get("agent") else None
        return [(team, agent if agent is not None and agent.is_active else None)]
    if team is not None:  # closed since: who holds the case names another
        return [(case.team, None)]
    return holders_of(case, flow, flow.functions.get(key, {}).get("default", "handler"))


def _managers(team: Team) -> list[Agent]:
    managers = Agent.objects.filter(
        is_active=True,
        habilitations__team=team,
        habilitations__role=Role.TEAM_MANAGER,
        habilitations__until=None,
    )
    return list(managers.distinct().order_by("pk"))


def _addresses(agent: Agent) -> list[str]:
    """Return the address of an agent, and of who stands in for them today."""
    substitute = substitute_of(agent)
    known = agent_addresses([each.pk for each in (agent, substitute) if each is not None])
    return [known[each.pk] for each in (agent, substitute) if each is not None]


def _team_address(team: Team) -> str:
    return team.email or team.organisation.email

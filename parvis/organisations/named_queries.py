"""Teams and agents by the words with which a builder names them."""

from parvis.organisations.access import CASE_ROLES
from parvis.organisations.models import Agent, Organisation, Team
from parvis.organisations.queries import agent_addresses, habilitated_agents, in_force


def team_names(body: Organisation) -> list[str]:
    """Return the names of the teams of a body that are active, in order."""
    return list(
        Team.objects.filter(organisation=body, is_active=True).order_by("name").values_list("name", flat=True)
    )


def agent_names(body: Organisation) -> list[tuple[str, str]]:
    """Return the agents of a body who may be given cases today: their name, what they are."""
    agents = Agent.objects.filter(
        in_force("habilitations__"), organisation=body, is_active=True, habilitations__role__in=CASE_ROLES
    )
    found = agents.order_by("last_name", "first_name", "pk").distinct()
    return [(str(agent), agent.capacity) for agent in found]


def agent_named(team_id: int, words: str) -> Agent | None:
    """Return the agent of a team whom words name: first name and name, or e-mail address when two have the same.

    None when nobody is so named, or when several are.
    """
    said = " ".join(words.split()).casefold()
    able = habilitated_agents(team_id)
    found = [agent for agent in able if str(agent).casefold() == said]
    if not found and "@" in said:
        addresses = agent_addresses(agent.pk for agent in able)
        found = [agent for agent in able if addresses.get(agent.pk, "").casefold() == said]
    return found[0] if len(found) == 1 else None

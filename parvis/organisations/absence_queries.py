"""Who is away today, and who stands in for whom."""

from collections.abc import Iterable

from parvis.common import clock
from parvis.organisations.models import Absence, Agent
from parvis.organisations.queries import habilitated_agents
from parvis.organisations.sessions import agent_session

MOST_STEPS = 5
"""How far substitutes who are away themselves are followed."""


def absence_today(agent_id: int) -> Absence | None:
    """Return the absence of an agent today, with who stands in; None when they are there."""
    return absences_today([agent_id]).get(agent_id)


def absences_today(agents: Iterable[int]) -> dict[int, Absence]:
    """Return today's absences of some agents, by agent."""
    today = clock.today()
    away = Absence.objects.filter(agent_id__in=set(agents), since__lte=today, until__gte=today)
    return {one.agent_id: one for one in away.select_related("replaced_by")}


def stands_in_for(agent_id: int, absent_id: int) -> bool:
    """Return whether an agent answers today in the place of another: their substitute, or their substitute's."""
    seen: set[int] = set()
    while absent_id not in seen and len(seen) < MOST_STEPS:
        seen.add(absent_id)
        absence = absence_today(absent_id)
        if absence is None or absence.replaced_by_id is None:
            return False
        if absence.replaced_by_id == agent_id:
            return True
        absent_id = absence.replaced_by_id
    return False


def substitute_of(agent: Agent) -> Agent | None:
    """Return who answers today in the place of an agent who is away; None when they are there, or nobody does."""
    seen: set[int] = set()
    present: Agent | None = agent
    while present is not None and present.pk not in seen and len(seen) < MOST_STEPS:
        seen.add(present.pk)
        absence = absence_today(present.pk)
        if absence is None:
            return present if present.pk != agent.pk and present.is_active else None
        present = absence.replaced_by
    return None


def absences_of(agent_id: int) -> list[Absence]:
    """Return the absences of an agent that are not over, the first to come first."""
    coming = Absence.objects.filter(agent_id=agent_id, until__gte=clock.today())
    return list(coming.select_related("replaced_by"))


def possible_substitutes(agent_id: int) -> list[Agent]:
    """Return the other agents in office who share a team with an agent, by name."""
    session = agent_session(agent_id)
    found: dict[int, Agent] = {}
    for team in sorted(session.teams) if session else []:
        found |= {one.pk: one for one in habilitated_agents(team) if one.pk != agent_id}
    return sorted(found.values(), key=lambda one: (one.last_name, one.first_name, one.pk))

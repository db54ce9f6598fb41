"""Who may make a transition of a workflow. Each rule is readable by a lawyer."""

from collections.abc import Callable

from parvis.cases import access
from parvis.cases.models import Capacity, Case, ConsultationState, Participation
from parvis.catalogue.workflows.definition import FUNCTION, Transition, Workflow
from parvis.organisations import access as habilitations
from parvis.organisations.absence_queries import stands_in_for
from parvis.organisations.access import AgentSession
from parvis.organisations.queries import is_in_office, is_open

PERSONS = frozenset({"person", "mandatary"})


def agent_may(agent: AgentSession, case: Case, flow: Workflow, transition: Transition) -> bool:
    """An agent makes a transition when one of the roles it names is theirs in this case."""
    return any(holds(agent, case, flow, who) for who in transition.who)


def person_may(transition: Transition) -> bool:
    """Whoever opened the case by account or code makes the transitions given to its person or their mandatary."""
    return bool(PERSONS.intersection(transition.who))


def holds(agent: AgentSession, case: Case, flow: Workflow, who: str) -> bool:
    """Return whether an agent has a role in a case: « handler », « function:accountant »…"""
    if who.startswith(FUNCTION):
        return _holds_function(agent, case, flow, who.removeprefix(FUNCTION))
    rule = _RULES.get(who)
    return rule is not None and rule(agent, case)


def _is_assignee(agent: AgentSession, case: Case) -> bool:
    """The agent in charge, or who stands in for them, as long as they handle the cases of that team."""
    if case.assignee_id is None or not access.can_handle(agent, case):
        return False
    return case.assignee_id == agent.agent_id or stands_in_for(agent.agent_id, case.assignee_id)


def _manages(agent: AgentSession, case: Case) -> bool:
    """The manager of the team that holds the case."""
    return habilitations.can_manage_team(agent, case.team_id)


def _is_consulted(agent: AgentSession, case: Case) -> bool:
    """A team of the agent is consulted on the case, or awaited for an opinion."""
    consulted = Participation.objects.filter(
        case=case, until=None, capacity=Capacity.REFERENT, team_id__in=agent.teams
    )
    return (
        consulted.exists()
        or case.consultations.filter(state=ConsultationState.WAITING, team_id__in=agent.teams).exists()
    )


def _takes_part(agent: AgentSession, case: Case) -> bool:
    """Any agent of a team that takes part."""
    return access.can_write_note(agent, case)


_RULES: dict[str, Callable[[AgentSession, Case], bool]] = {
    "handler": access.can_handle,
    "assignee": _is_assignee,
    "manager": _manages,
    "referent": _is_consulted,
    "agents": _takes_part,
}


def _holds_function(agent: AgentSession, case: Case, flow: Workflow, key: str) -> bool:
    """Whoever was named for this case, or stands in for them; until then, whom the function says, the team in charge
    when it says nothing. In place of an agent who left, their team; of a team that was closed, the one in charge.
    """
    named = case.track.get("functions", {}).get(key, {})
    if named.get("agent"):
        if named["agent"] == agent.agent_id or stands_in_for(agent.agent_id, named["agent"]):
            return True
        if is_in_office(named["agent"]):
            return False
    if named.get("team"):
        in_team = habilitations.can_handle(agent, named["team"]) or habilitations.can_advise(
            agent, named["team"]
        )
        return in_team or (access.can_handle(agent, case) and not is_open(named["team"]))
    rule = _RULES.get(flow.functions.get(key, {}).get("default", "handler"))
    return rule is not None and rule(agent, case)

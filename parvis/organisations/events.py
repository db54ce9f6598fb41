"""What the rooms above may hear of bodies, teams and agents."""

from dataclasses import dataclass

from parvis.common.events import Event


@dataclass(frozen=True, kw_only=True)
class AgentInvited(Event):
    """An agent's account was made; it has no password yet, so a link to choose one must be sent."""

    agent_id: int
    account_id: int


@dataclass(frozen=True, kw_only=True)
class HabilitationEnded(Event):
    """An agent lost a role; sessions open on it see the change at their next request."""

    habilitation_id: int
    agent_id: int

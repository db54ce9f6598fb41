"""Outages, declared as in life."""

from datetime import datetime, timedelta
from typing import Any

from parvis.common import clock
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Organisation, Role
from parvis.organisations.sessions import agent_session
from parvis.outages.models import Function, Outage
from parvis.outages.services.declaring import Told, declare_outage
from tests.factories.organisations import AgentFactory


def an_administrator(body: Organisation) -> AgentSession:
    """Return an administrator of a body, as they act now."""
    return _session(AgentFactory(organisation=body, with_role=Role.BODY_ADMIN))


def an_operator(body: Organisation) -> AgentSession:
    """Return an operator of the platform, as they act now."""
    return _session(AgentFactory(organisation=body, with_role=Role.PLATFORM_OPERATOR))


def told(**changes: Any) -> Told:
    """Return what is told of an outage of everything that began an hour ago and lasts."""
    given: dict[str, Any] = {
        "functions": [Function.PORTAL],
        "starts_at": clock.now() - timedelta(hours=1),
    }
    return Told(**{**given, **changes})


def an_outage(body: Organisation, **changes: Any) -> Outage:
    """Declare an outage of a body as its administrator."""
    return declare_outage(organisation=body, told=told(**changes), by=an_administrator(body))


def day(text: str, hour: int = 12) -> datetime:
    """Return an hour of a day, in Paris or near enough."""
    return datetime.fromisoformat(f"{text}T{hour:02}:00:00+00:00")


def _session(agent: Any) -> AgentSession:
    found = agent_session(agent.pk)
    assert found is not None
    return found

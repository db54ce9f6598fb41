"""Doors of the studio: whose procedures an agent writes. Another body's workshop is « not found »."""

from parvis.catalogue.access import can_build
from parvis.common.errors import NotFound
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Organisation
from parvis.organisations.queries import organisation_by_slug
from parvis.studio import queries


def bodies_built_by(agent: AgentSession) -> list[Organisation]:
    """Return the bodies whose procedures the agent builds, their own first. An operator's are not listed: all are."""
    return queries.bodies(
        [body for body in agent.roles_by_body if can_build(agent, body)], own=agent.organisation_id
    )


def get_body(agent: AgentSession, slug: str) -> Organisation:
    """Return the body of an address of the studio. Raises NotFound for one whose procedures are not the agent's."""
    body = organisation_by_slug(slug)
    if not can_build(agent, body.pk):
        raise NotFound
    return body

"""One agent's session, read at every request of the desk: one statement, a few index look-ups."""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection

from parvis.common import clock
from parvis.organisations.access import CASE_ROLES, AgentSession
from parvis.organisations.models import Role

# A function on cases given on a whole body counts on each of its active teams; other functions open no team.
_SESSION = """
WITH me AS (
    SELECT agent.id, agent.account_id, agent.first_name, agent.last_name, agent.capacity,
           agent.organisation_id, body.name, body.slug
    FROM organisations_agent agent
    JOIN organisations_organisation body ON body.id = agent.organisation_id AND body.is_active
    WHERE agent.{key} = %(key)s AND agent.is_active AND parvis_account_is_active(agent.account_id)
), held AS (
    SELECT held.organisation_id, held.team_id AS on_team, held.role, team.id AS team
    FROM organisations_habilitation held
    JOIN me ON me.id = held.agent_id
    JOIN organisations_organisation body ON body.id = held.organisation_id AND body.is_active
    LEFT JOIN organisations_team team ON team.organisation_id = held.organisation_id AND team.is_active
        AND (team.id = held.team_id OR (held.team_id IS NULL AND held.role = ANY(%(case_roles)s)))
    WHERE held.since <= %(today)s AND (held.until IS NULL OR held.until >= %(today)s)
)
SELECT me.*,
       (SELECT coalesce(json_agg(json_build_array(organisation_id, on_team, role, team)), '[]')
        FROM held)::text,
       array(SELECT DISTINCT delegation.organisation_id FROM organisations_delegation delegation
             JOIN held ON held.team = delegation.team_id AND held.role = ANY(%(case_roles)s)
             WHERE delegation.since <= %(today)s
               AND (delegation.until IS NULL OR delegation.until >= %(today)s))
FROM me
"""


def agent_for_account(account_id: int) -> AgentSession | None:
    """Return the session of the agent who signs in with an account; None for a resident or an agent who left."""
    return _read("account_id", account_id)


def agent_session(agent_id: int) -> AgentSession | None:
    """Return the session of an agent by their id: for jobs, replays and assignments. None when they left."""
    return _read("id", agent_id)


def _read(key: str, value: int) -> AgentSession | None:
    with connection.cursor() as cursor:
        cursor.execute(
            _SESSION.format(key=key),
            {"key": value, "today": clock.today(), "case_roles": [role.value for role in CASE_ROLES]},
        )
        row = cursor.fetchone()
    return _session(row) if row else None


def _session(row: tuple[Any, ...]) -> AgentSession:
    by_team: dict[int, set[Role]] = defaultdict(set)
    by_body: dict[int, set[Role]] = defaultdict(set)
    bodies: set[int] = set()
    roles: set[Role] = set()
    for organisation_id, on_team, role, team in json.loads(row[8]):
        if on_team is not None and team is None:
            continue  # the team is closed
        roles.add(Role(role))
        if on_team is None:
            by_body[organisation_id].add(Role(role))
        if team is not None and role in CASE_ROLES:
            by_team[team].add(Role(role))
            bodies.add(organisation_id)
    return AgentSession(
        agent_id=row[0],
        account_id=row[1],
        first_name=row[2],
        last_name=row[3],
        capacity=row[4],
        organisation_id=row[5],
        organisation_name=row[6],
        organisation_slug=row[7],
        teams=frozenset(by_team),
        roles=frozenset(roles),
        roles_by_team=_frozen(by_team.items()),
        roles_by_body=_frozen(by_body.items()),
        receives_for=frozenset(row[9]),
        bodies=frozenset(bodies),
    )


def _frozen(pairs: Iterable[tuple[int, set[Role]]]) -> dict[int, frozenset[Role]]:
    return {key: frozenset(roles) for key, roles in pairs}

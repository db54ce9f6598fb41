"""Who calls: a key, read in one statement, and the scope it opens."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpRequest
from ninja.security import HttpBearer

from parvis.api.errors import BadKey, MissingScope, RateLimited
from parvis.api.models import Scope
from parvis.api.services.keys import key_hash
from parvis.common import actor, clock, throttle
from parvis.common.errors import TooMany
from parvis.organisations.models import Organisation

WINDOW = 60
"""Seconds over which requests are counted."""

_SESSION = """
SELECT key.id, key.scopes, key.rate_limit, key.last_used_on,
       body.id, body.name, body.slug, body.parent_id, body.territory_id,
       array(SELECT team.id FROM organisations_team team
             WHERE team.organisation_id = body.id AND team.is_active)
FROM api_apikey key JOIN organisations_organisation body ON body.id = key.organisation_id AND body.is_active
WHERE key.hash = %s AND key.revoked_at IS NULL
"""
_BODY = ("id", "name", "slug", "parent_id", "territory_id")


@dataclass(frozen=True)
class KeySession:
    """A key as it acts now: for a body, through all its teams."""

    key_id: int
    scopes: frozenset[str]
    rate_limit: int
    organisation: Organisation
    teams: frozenset[int]

    def actor(self) -> actor.Actor:
        """Return the scope in which the database answers: the cases of the body's teams."""
        return actor.Actor(teams=self.teams, label="api")


class Bearer(HttpBearer):
    """``Authorization: Bearer pv_…``, for the endpoints of one scope."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> KeySession:
        """Return the key's session, its request counted. Raises BadKey, MissingScope, RateLimited."""
        session = open_session(token)
        request.rate_limit = count_request(session)  # type: ignore[attr-defined]
        if self.scope not in session.scopes:
            raise MissingScope(scope=str(self.scope))
        return session


def open_session(token: str) -> KeySession:
    """Return the session of a key. Raises BadKey."""
    with connection.cursor() as cursor:
        cursor.execute(_SESSION, [key_hash(token)])
        row = cursor.fetchone()
        if row is None:
            raise BadKey
        today = clock.today()
        if row[3] != today:  # once a day: enough to see which keys sleep, and nearly free
            cursor.execute("UPDATE api_apikey SET last_used_on = %s WHERE id = %s", [today, row[0]])
    body = Organisation.from_db(connection.alias, _BODY, row[4:9])
    return KeySession(row[0], frozenset(row[1]), row[2], body, frozenset(row[9]))


def count_request(session: KeySession) -> dict[str, str]:
    """Count a request and return the headers that tell the limit. Raises RateLimited."""
    limit = session.rate_limit
    try:
        left = throttle.hit("api", str(session.key_id), limit=limit, seconds=WINDOW)
    except TooMany as refusal:
        raise RateLimited(
            retry_after=refusal.retry_after, headers=_headers(limit, 0, refusal.retry_after)
        ) from None
    return _headers(limit, left, WINDOW - int(clock.now().timestamp()) % WINDOW)


def _headers(limit: int, left: int, reset: int) -> dict[str, Any]:
    return {
        "RateLimit-Limit": str(limit),
        "RateLimit-Remaining": str(left),
        "RateLimit-Reset": str(reset),
    }

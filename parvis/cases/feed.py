"""Cases of the actor as another software reads them: page after page, newest first or in order of change.

As for the desk's queues, only participations are read to choose: one short index scan a team, at any number of cases.
"""

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from parvis.common import actor
from parvis.common.errors import Invalid

_COLUMNS = (
    "id", "number", "procedure", "subject", "state", "outcome", "channel", "organisation", "team", "municipality",
    "place", "latitude", "longitude", "received_at", "due_on", "ended_at", "changed_at",
)  # fmt: skip

_CASES = """
WITH found AS (
    SELECT DISTINCT ON ({key}, case_id) one.* FROM unnest(%(teams)s::bigint[]) AS mine(team)
    CROSS JOIN LATERAL (
        SELECT p.case_id, p.{key} FROM cases_participation p {join}
        WHERE p.team_id = mine.team AND p.until IS NULL {conditions}
        ORDER BY p.{key} {direction}, p.case_id {direction} LIMIT %(limit)s
    ) one
    ORDER BY {key} {direction}, case_id {direction} LIMIT %(limit)s
)
SELECT c.id, c.number, c.procedure_code, c.subject, c.state, c.outcome, c.channel, body.slug, team.name, place.code,
       c.place, c.latitude, c.longitude, c.received_at, c.due_on, c.ended_at, c.changed_at, found.{key}
FROM found
JOIN cases_case c ON c.id = found.case_id
JOIN organisations_team team ON team.id = c.team_id
JOIN organisations_organisation body ON body.id = c.organisation_id
LEFT JOIN organisations_territory place ON place.id = c.municipality_id
ORDER BY found.{key} {direction}, found.case_id {direction}
"""


def cases(
    *,
    state: str | None = None,
    procedure: str | None = None,
    received_since: datetime | None = None,
    changed_since: datetime | None = None,
    after: str | None = None,
    limit: int = 50,
) -> tuple[list[dict[str, Any]], str | None]:
    """Return a page of cases and the position of the next page, None at the end.

    Newest first; with ``changed_since``, oldest change first, so that a reader follows changes without a gap.
    Raises Invalid when ``after`` is no position.
    """
    key, direction, beyond = ("changed_at", "ASC", ">") if changed_since else ("received_at", "DESC", "<")
    conditions: dict[str, Any] = {
        "AND p.state = %(state)s": state,
        "AND c.procedure_code = %(procedure)s": procedure,
        "AND p.received_at >= %(received_since)s": received_since,
        "AND p.changed_at >= %(changed_since)s": changed_since,
    }
    kept = [condition for condition, value in conditions.items() if value is not None]
    values: dict[str, Any] = {
        "teams": sorted(actor.current().teams),
        "state": state,
        "procedure": procedure,
        "received_since": received_since,
        "changed_since": changed_since,
        "limit": limit + 1,
    }
    if after is not None:
        kept.append(f"AND (p.{key}, p.case_id) {beyond} (%(after_key)s, %(after_case)s)")
        values["after_key"], values["after_case"] = read_position(after)
    sql = _CASES.format(
        key=key,
        direction=direction,
        conditions=" ".join(kept),
        join="JOIN cases_case c ON c.id = p.case_id" if procedure else "",
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    following = _position(rows[limit - 1]) if len(rows) > limit else None
    return [dict(zip(_COLUMNS, row, strict=False)) for row in rows[:limit]], following


def read_position(text: str) -> tuple[datetime, UUID]:
    """Return what a position says. Raises Invalid."""
    try:
        moment, _separator, case = (
            base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().partition(" ")
        )
        return datetime.fromisoformat(moment).astimezone(UTC), UUID(case)
    except (ValueError, OverflowError, binascii.Error):
        raise Invalid({"after": [_("Cette position ne vient pas d’une page précédente.")]}) from None


def _position(row: Sequence[Any]) -> str:
    text = f"{row[-1].isoformat()} {row[0]}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

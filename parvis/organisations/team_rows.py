"""Teams with their bodies by plain statements: read at every deposit, they cost a third of what the ORM takes."""

from typing import Any

from django.db import connection
from django.db.models import Model

from parvis.organisations.models import Organisation, Team

COMPETENT = """
JOIN organisations_competence competence ON competence.team_id = team.id
JOIN organisations_territory place ON place.id = competence.territory_id
JOIN organisations_territoryinclusion held ON held.container_id = place.id AND held.contained_id = %s
WHERE competence.procedure_code = %s AND team.is_active AND body.is_active
ORDER BY array_position(ARRAY['municipality', 'epci', 'department'], place.kind::text) NULLS LAST, team.id LIMIT 1
"""
RECEIVING = """
WHERE team.is_active AND EXISTS (
    SELECT 1 FROM organisations_delegation delegation
    WHERE delegation.team_id = team.id AND delegation.organisation_id = %s
      AND delegation.since <= %s AND (delegation.until IS NULL OR delegation.until >= %s))
ORDER BY body.name, team.name, team.id
"""
_ROWS = """
SELECT {columns} FROM organisations_team team
JOIN organisations_organisation body ON body.id = team.organisation_id {rest}
"""


def columns_of(model: type[Model], *, but: frozenset[str] = frozenset()) -> list[str]:
    """Return the columns of a model, in order; those left out are read when asked for."""
    return [field.attname for field in model._meta.concrete_fields if field.attname not in but]  # noqa: SLF001


_TEAM = columns_of(Team)
_BODY = columns_of(Organisation, but=frozenset({"opening_hours", "theme"}))


def teams_with_bodies(rest: str, values: list[Any]) -> list[Team]:
    """Return teams, their bodies loaded; ``rest`` is what follows FROM over ``team`` and ``body``."""
    columns = [*(f"team.{name}" for name in _TEAM), *(f"body.{name}" for name in _BODY)]
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(columns=", ".join(columns), rest=rest), values)
        return [_team(row) for row in cursor.fetchall()]


def _team(row: tuple[Any, ...]) -> Team:
    team = Team.from_db(connection.alias, _TEAM, row[: len(_TEAM)])
    team.organisation = Organisation.from_db(connection.alias, _BODY, row[len(_TEAM) :])
    return team

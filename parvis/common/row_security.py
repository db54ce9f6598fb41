"""Operations for migrations: row security, policies, append-only tables. The second net under ``access.py``.

Each returns a reversible ``RunSQL``. Policies call the ``parvis_actor_…`` functions made by common's first
migration; they are wrapped in ``(SELECT …)`` so that PostgreSQL evaluates them once a query, not once a row.
"""

from typing import Literal

from django.conf import settings
from django.db.migrations import RunSQL

SYSTEM = "(SELECT parvis_actor_is_system())"
TEAMS = "ANY ((SELECT parvis_actor_teams())::bigint[])"
PROVED = "ANY ((SELECT parvis_actor_proved())::uuid[])"
PERSON = "(SELECT parvis_actor_person())"
ACCOUNT = "(SELECT parvis_actor_account())"
SIGNING_IN = "(SELECT parvis_actor_is_signing_in())"

Command = Literal["ALL", "SELECT", "INSERT", "UPDATE", "DELETE"]


def enable(table: str) -> RunSQL:
    """Put a table under row security: from then on the runtime role sees only what a policy shows it."""
    return RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    )


def policy(
    table: str, name: str, *, using: str, check: str | None = None, command: Command = "ALL"
) -> RunSQL:
    """Add a permissive policy. ``using`` says which rows are reached, ``check`` which may be written (same if absent).

    Write both as SQL over the table's columns and this module's constants.
    """
    clauses = []
    if command != "INSERT":
        clauses.append(f"USING ({using})")
    if command in {"ALL", "INSERT", "UPDATE"}:
        clauses.append(f"WITH CHECK ({check or using})")
    return RunSQL(
        f"CREATE POLICY {name} ON {table} FOR {command} TO PUBLIC {' '.join(clauses)}",
        f"DROP POLICY {name} ON {table}",
    )


def append_only(table: str, *, updatable: tuple[str, ...] = ()) -> RunSQL:
    """Take UPDATE and DELETE from the runtime role, save UPDATE of the columns named."""
    role = settings.RUNTIME_ROLE
    grant = f"; GRANT UPDATE ({', '.join(updatable)}) ON {table} TO {role}" if updatable else ""
    return RunSQL(
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}{grant}",
        f"GRANT UPDATE, DELETE ON {table} TO {role}",
    )


def closed(table: str) -> RunSQL:
    """Take every direct right on a table from the runtime role: only SECURITY DEFINER functions reach it."""
    role = settings.RUNTIME_ROLE
    return RunSQL(
        f"REVOKE ALL ON {table} FROM {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {role}",
    )

"""The backend named in ``DATABASES``: Django's own, plus saying who acts, in as few trips to the server as it takes."""

from datetime import UTC, datetime
from select import POLLIN, poll
from typing import Any

from django.db.backends import utils
from django.db.backends.postgresql import base
from psycopg import errors, pq, sql
from psycopg.types.datetime import TimestamptzLoader

from parvis.common import actor


class Telling:
    """A cursor that first sends what was held back, and who acts if that changed since."""

    db: "DatabaseWrapper"

    def _execute(self, *arguments: Any) -> Any:
        self.db.send_before()
        return super()._execute(*arguments)  # type: ignore[misc]

    def _executemany(self, *arguments: Any) -> Any:
        self.db.send_before()
        return super()._executemany(*arguments)  # type: ignore[misc]

    def copy(self, *arguments: Any, **options: Any) -> Any:
        """Start a COPY of psycopg."""
        self.db.send_before()
        return self.cursor.copy(*arguments, **options)  # type: ignore[attr-defined]


class TellingCursor(Telling, utils.CursorWrapper):
    """The cursor of every statement of ours."""


class TellingDebugCursor(Telling, base.CursorDebugWrapper):
    """The same, when statements are logged."""


class Moments(TimestamptzLoader):
    """What reads moments: as Django's own, but by the language's parser (``bin/bench recompute``: fifteen a case)."""

    timezone = UTC
    """Django compares it with that of the connection."""

    def load(self, data: Any) -> datetime:
        """Return a moment. Raises psycopg's DataError for one that Python cannot hold."""
        try:
            return datetime.fromisoformat(str(data, "ascii")).astimezone(UTC)
        except ValueError:  # before our era, or for ever
            return super().load(data)


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL connection on which no statement of a transaction runs before it was said who acts.

    ``set_config(…, true)`` lasts until the end of the transaction, so that a pooled connection (PgBouncer in
    transaction mode included) never keeps the scope of the one before. What was told is forgotten whenever
    PostgreSQL forgets it: at the end of a transaction, and when it returns to a savepoint. A new transaction knows
    nobody, without being told.

    What gives no rows (the beginning of a transaction, savepoints, who acts) is held until a statement needs it, and
    goes in one trip: a savepoint around nothing is never sent (``bin/bench deposit``: 116 trips → 98).
    """

    _told: actor.Actor | None = actor.NOBODY

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._held: list[str] = []

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Return a connection that reads moments quickly."""
        connection = super().get_new_connection(conn_params)
        connection.adapters.register_loader("timestamptz", Moments)
        return connection

    def send_before(self) -> None:
        """Send what the next statement stands on: the transaction, its savepoints, the current actor."""
        if self.autocommit or self.needs_rollback:
            return
        who, held = actor.current(), self._held
        is_known = who is self._told or who == self._told
        if held or not is_known:
            self._held = []
            self._send(held if is_known else [*held, self._telling(who)])
        self._told = who

    def _telling(self, who: actor.Actor) -> str:
        said = sql.Literal(who.settings()).as_string(self.connection)
        return f"SELECT set_config('parvis.actor', {said}, true)"

    def _send(self, statements: list[str]) -> None:
        """Send statements without parameters nor rows in one trip. Raises the database's errors."""
        link = self.connection.pgconn
        if link.transaction_status == pq.TransactionStatus.IDLE:
            statements = [self._begin(), *statements]
        with self.wrap_database_errors:
            result = link.exec_("; ".join(statements).encode(self.connection.info.encoding))
            if result.status == pq.ExecStatus.FATAL_ERROR:
                raise errors.error_from_result(result, encoding=self.connection.info.encoding)

    def _begin(self) -> str:
        level = self.connection.isolation_level
        return f"BEGIN ISOLATION LEVEL {level.name.replace('_', ' ')}" if level else "BEGIN"

    def make_cursor(self, cursor: Any) -> TellingCursor:
        """Return a cursor that tells who acts."""
        return TellingCursor(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> TellingDebugCursor:
        """Return a cursor that tells who acts, and logs."""
        return TellingDebugCursor(cursor, self)

    def is_usable(self) -> bool:
        """Return whether the server still holds the line. Asked before each request, so first of the socket alone.

        A server that stopped, was killed or cut us off has said so there, in words or by hanging up.
        """
        if self.connection is None or self.connection.closed:
            return False
        watched = poll()
        watched.register(self.connection.pgconn.socket, POLLIN)
        return not watched.poll(0) or super().is_usable()

    def _forget(self) -> None:
        """Start afresh, as the server does when a transaction or a connection ends."""
        self._told, self._held = actor.NOBODY, []

    def _set_autocommit(self, autocommit: bool) -> None:
        self._forget()
        super()._set_autocommit(autocommit)  # type: ignore[misc]

    def _commit(self) -> Any:
        self._forget()
        return super()._commit()  # type: ignore[misc]

    def _rollback(self) -> Any:
        self._forget()
        return super()._rollback()  # type: ignore[misc]

    def _savepoint(self, sid: str) -> None:
        self._held.append(self.ops.savepoint_create_sql(sid))

    def _savepoint_commit(self, sid: str) -> None:
        created = self.ops.savepoint_create_sql(sid)
        if self._held and self._held[-1] == created:
            self._held.pop()
        else:
            self._held.append(self.ops.savepoint_commit_sql(sid))

    def _savepoint_rollback(self, sid: str) -> None:
        created = self.ops.savepoint_create_sql(sid)
        if created in self._held:  # nothing was sent since
            del self._held[self._held.index(created) + 1 :]
            return
        self._held = []
        self._send([self.ops.savepoint_rollback_sql(sid)])
        self._told = None

    def _close(self) -> Any:
        self._forget()
        return super()._close()  # type: ignore[misc]

"""The backend named in ``DATABASES``: Django's own, plus saying who acts."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends import utils
from django.db.backends.postgresql import base

from parvis.common import actor


class Telling:
    """A cursor that first tells PostgreSQL who acts, if that changed since the last statement of the transaction."""

    db: "DatabaseWrapper"

    def _execute(self, *arguments: Any) -> Any:
        self.db.tell_actor()
        return super()._execute(*arguments)  # type: ignore[misc]

    def _executemany(self, *arguments: Any) -> Any:
        self.db.tell_actor()
        return super()._executemany(*arguments)  # type: ignore[misc]

    def copy(self, *arguments: Any, **options: Any) -> Any:
        """Start a COPY of psycopg."""
        self.db.tell_actor()
        return self.cursor.copy(*arguments, **options)  # type: ignore[attr-defined]


class TellingCursor(Telling, utils.CursorWrapper):
    """The cursor of every statement of ours."""


class TellingDebugCursor(Telling, base.CursorDebugWrapper):
    """The same, when statements are logged."""


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL connection on which no statement of a transaction runs before it was said who acts.

    ``set_config(…, true)`` lasts until the end of the transaction, so that a pooled connection (PgBouncer in
    transaction mode included) never keeps the scope of the one before. What was told is forgotten whenever
    PostgreSQL forgets it: at the end of a transaction, and when it returns to a savepoint. A new transaction knows
    nobody, without being told.
    """

    _told: actor.Actor | None = actor.NOBODY

    def tell_actor(self) -> None:
        """Send the current actor to the open transaction, unless it is the one it knows."""
        who = actor.current()
        if who is self._told or self.autocommit or self.needs_rollback:
            return
        if who != self._told:
            with self.wrap_database_errors, self.connection.cursor() as cursor:
                cursor.execute("SELECT set_config('parvis.actor', %s, true)", [who.settings()])
        self._told = who

    def make_cursor(self, cursor: Any) -> TellingCursor:
        """Return a cursor that tells who acts."""
        return TellingCursor(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> TellingDebugCursor:
        """Return a cursor that tells who acts, and logs."""
        return TellingDebugCursor(cursor, self)

    def _set_autocommit(self, autocommit: bool) -> None:
        self._told = actor.NOBODY
        super()._set_autocommit(autocommit)  # type: ignore[misc]

    def _commit(self) -> Any:
        self._told = actor.NOBODY
        return super()._commit()  # type: ignore[misc]

    def _rollback(self) -> Any:
        self._told = actor.NOBODY
        return super()._rollback()  # type: ignore[misc]

    def _savepoint(self, sid: str) -> None:
        with self._without_telling():
            super()._savepoint(sid)  # type: ignore[misc]

    def _savepoint_commit(self, sid: str) -> None:
        with self._without_telling():
            super()._savepoint_commit(sid)  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        with self._without_telling():
            super()._savepoint_rollback(sid)  # type: ignore[misc]
        self._told = None

    def _close(self) -> Any:
        self._told = actor.NOBODY
        return super()._close()  # type: ignore[misc]

    @contextmanager
    def _without_telling(self) -> Iterator[None]:
        """Send what reads no row; a broken transaction hears nothing but the return to a savepoint."""
        told, self._told = self._told, actor.current()
        try:
            yield
        finally:
            self._told = told

"""Where sessions are kept: Django's table, read and written by statements of ours.

Every page of a resident reads a session; through the ORM, building that query costs more than running it
(``bin/bench deposit``: 4 ms of CPU out of 80). Writing one takes a trip instead of four.
"""

from typing import Any

from django.contrib.sessions.backends.base import VALID_KEY_CHARS, CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection
from django.utils.crypto import get_random_string

from parvis.common import clock

_READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
_CREATE = """
INSERT INTO django_session (session_data, expire_date, session_key) VALUES (%s, %s, %s)
ON CONFLICT (session_key) DO NOTHING
"""
_UPDATE = "UPDATE django_session SET session_data = %s, expire_date = %s WHERE session_key = %s"


class SessionStore(DatabaseStore):
    """Django's store in the database (``SESSION_ENGINE``)."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; an unknown or ended one is empty, and its key is not taken up."""
        with connection.cursor() as cursor:
            cursor.execute(_READ, [self.session_key, clock.now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])

    def save(self, must_create: bool = False) -> None:
        """Write the session. Raises CreateError when its key is taken, UpdateError when it was deleted meanwhile."""
        if self.session_key is None:
            return self.create()
        data: dict[str, Any] = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        with connection.cursor() as cursor:
            cursor.execute(
                _CREATE if must_create else _UPDATE,
                [self.encode(data), self.get_expiry_date(), self.session_key],
            )
            if cursor.rowcount:
                return None
        raise CreateError if must_create else UpdateError

    def _get_new_session_key(self) -> str:
        """Return a key nobody could have: whether it is taken is told by ``save``, not asked before."""
        key: str = get_random_string(32, VALID_KEY_CHARS)
        return key

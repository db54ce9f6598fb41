"""Where sessions are kept: Django's table, read by one statement of ours.

Every page of a resident reads a session; through the ORM, building that query costs more than running it
(``bin/bench deposit``: 4 ms of CPU out of 80).
"""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection

from parvis.common import clock

_READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


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

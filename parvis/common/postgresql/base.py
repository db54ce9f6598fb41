"""The backend named in ``DATABASES``: Django's own, plus one statement a transaction."""

from django.db.backends.postgresql import base

from parvis.common import actor


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL connection on which every transaction starts by saying who acts.

    ``set_config(…, true)`` lasts until the end of the transaction, so that a pooled connection (PgBouncer in
    transaction mode included) never keeps the scope of the one before.
    """

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)
        if not autocommit:
            self.tell_actor()

    def tell_actor(self) -> None:
        """Send the current actor to the open transaction."""
        with self.wrap_database_errors, self.connection.cursor() as cursor:
            cursor.execute("SELECT set_config('parvis.actor', %s, true)", [actor.current().settings()])

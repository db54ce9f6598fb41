"""The database: alive is not enough, a simple read must come back before people give up."""

import time

from django.db import connection
from django.utils.translation import gettext_lazy as _

from parvis.outages.models import Function
from parvis.outages.probing import Probe, probes

SLOW = 5.0
"""Seconds for a read of one row: pages do dozens."""


@probes.register
class Database(Probe):
    """Times the simplest read of a table that every page uses."""

    code, label = "database", _("la base de données")
    functions = (Function.PORTAL,)

    def look(self) -> str:
        """Return how slow the database is, "" when it is not."""
        began = time.monotonic()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM (SELECT id FROM organisations_organisation LIMIT 1) AS one")
            cursor.fetchone()
        seconds = time.monotonic() - began
        return f"a read of one row takes {seconds:.1f} s" if seconds > SLOW else ""

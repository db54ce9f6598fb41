"""The work left for later: e-mails, letters, receipts. A worker may live and still be overwhelmed."""

from django.db import connection
from django.utils.translation import gettext_lazy as _

from parvis.outages.models import Function
from parvis.outages.probing import Probe, probes

LATE_MINUTES = 30

_OLDEST = """
SELECT count(*) FROM procrastinate_jobs job
WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at < now() - interval '30 minutes')
AND EXISTS (SELECT 1 FROM procrastinate_events told WHERE told.job_id = job.id AND told.type = 'deferred'
            AND told.at < now() - interval '30 minutes') AND job.attempts = 0
"""


@probes.register
class Jobs(Probe):
    """Counts the jobs that nobody took for half an hour."""

    code, label = "jobs", _("les travaux en attente")
    functions = (Function.MESSAGES, Function.DOCUMENTS)

    def look(self) -> str:
        """Return how many jobs wait too long, "" when none does."""
        with connection.cursor() as cursor:
            cursor.execute(_OLDEST)
            late: int = cursor.fetchone()[0]
        return f"{late} jobs wait since more than {LATE_MINUTES} minutes" if late else ""

"""How this product runs procrastinate's worker."""

from collections.abc import Callable
from typing import Any

from django.db import close_old_connections
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from config.periodic import timely
from parvis.common import actor
from parvis.common.jobs import Queue


def known_queues() -> set[str]:
    """Return the names of the queues; a worker takes them all unless told otherwise."""
    return {str(queue) for queue in Queue}


def run_worker(*, queues: list[str] | None, concurrency: int, wait: bool) -> None:
    """Run jobs until told to stop, or until none is left when ``wait`` is false.

    The worker fetches jobs over its own connections. Jobs deferred **by** a job still go through Django's
    connection, in the transaction of that job: hence ``with_connector``, which leaves the first app alone.
    """
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=4)
    timely(app.with_connector(connector)).run_worker(
        queues=queues or sorted(known_queues()),
        concurrency=concurrency,
        wait=wait,
        delete_jobs="never",  # finished jobs are deleted after a week (parvis.common.tasks)
        task_middleware=[_cleanly],
        shutdown_graceful_timeout=20,
    )


def _cleanly(call_next: Callable[[], Any], _context: JobContext, _worker: Any) -> Any:
    """Run a job as nobody, on connections that still live: the database may have restarted since the last."""
    close_old_connections()
    with actor.acting_as(actor.NOBODY):
        try:
            return call_next()
        finally:
            close_old_connections()

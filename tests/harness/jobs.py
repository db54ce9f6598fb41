"""Running deferred jobs inside a test's transaction, where a real worker could not see them."""

from django.db import connection
from procrastinate.contrib.django import app

from parvis.common import actor

_TAKE = """
UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id =
  (SELECT id FROM procrastinate_jobs WHERE status = 'todo' ORDER BY priority DESC, id LIMIT 1)
RETURNING task_name, args
"""


def run_all() -> list[str]:
    """Run the jobs to do, in the worker's order and with its actor: nobody, until the job says who."""
    names = []
    while taken := _take():
        name, arguments = taken
        with actor.acting_as(actor.NOBODY):
            app.tasks[name].func(**arguments)
        names.append(name)
    return names


def _take() -> tuple[str, dict[str, object]] | None:
    import json

    with connection.cursor() as cursor:
        cursor.execute(_TAKE)
        row = cursor.fetchone()
    if row is None:
        return None
    return row[0], json.loads(row[1]) if isinstance(row[1], str) else row[1]

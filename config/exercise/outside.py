"""The world outside of a trial: jobs run as workers do, calls answered by a stand-in, files kept in memory."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from random import Random
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection
from procrastinate.contrib.django import app

from config.exercise.papers import paper
from parvis.catalogue.field_types import Question
from parvis.catalogue.file_limits import file_limits
from parvis.catalogue.lists.fetching import Exchanged, answered_by
from parvis.common import actor, clock
from parvis.documents.models import StoredFile
from parvis.documents.services.store import store_file

MOST_JOBS = 200
# What carries a workflow on. Nothing that writes to anybody is run: a trial sends nothing.
OURS = ("cases.arrive_in_status", "cases.run_action", "cases.signal_case", "cases.tell_linked_cases")
_TAKE = """
UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = (
  SELECT id FROM procrastinate_jobs
  WHERE status = 'todo' AND id > %s AND task_name = ANY(%s) AND (scheduled_at IS NULL OR scheduled_at <= %s)
  ORDER BY priority DESC, id LIMIT 1)
RETURNING task_name, args
"""
_NEXT = "SELECT min(scheduled_at) FROM procrastinate_jobs WHERE status = 'todo' AND id > %s AND task_name = ANY(%s)"


class Jobs:
    """The jobs that a trial defers, and no other: those that stood before it are left to their worker."""

    def __init__(self) -> None:
        self._before = int(_read("SELECT coalesce(max(id), 0) FROM procrastinate_jobs") or 0)

    def run(self) -> list[str]:
        """Run what is due, and what that defers; return what broke, in words."""
        broken: list[str] = []
        for _turn in range(MOST_JOBS):
            taken = self._take()
            if taken is None:
                return broken
            name, arguments = taken
            try:
                with actor.acting_as(actor.NOBODY):
                    app.tasks[name].func(**arguments)
            except Exception as fault:  # noqa: BLE001 - a fault of ours is what a trial looks for: it is told
                broken.append(f"{name}: {type(fault).__name__}: {fault}"[:300])
        return [*broken, "jobs defer each other for ever"]

    def next_at(self) -> datetime | None:
        """Return when the next job is due, None when none waits."""
        found = _read(_NEXT, self._before, list(OURS))
        return found if isinstance(found, datetime) else None

    def _take(self) -> tuple[str, dict[str, Any]] | None:
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, [self._before, list(OURS), clock.now()])
            row = cursor.fetchone()
        if row is None:
            return None
        return row[0], json.loads(row[1]) if isinstance(row[1], str) else dict(row[1])


@contextmanager
def calls_answered(luck: Random) -> Iterator[None]:
    """Have other software answer by chance: an object with an id, nothing useful, or an error now and then."""

    def answer(_address: str, _method: str, _content: bytes | None, _headers: Mapping[str, str]) -> Exchanged:
        drawn = luck.random()
        if drawn < 0.15:
            return Exchanged(luck.choice([400, 404, 500, 503]), None)
        if drawn < 0.3:
            return Exchanged(200, {"err": luck.choice([0, 1]), "data": []})
        number = str(luck.randint(1, 9999))
        return Exchanged(200, {"err": 0, "id": number, "data": {"id": number}, "results": [{"uuid": number}]})

    with answered_by(answer):
        yield


def given_file(question: Question) -> StoredFile:
    """Store a file that a question takes."""
    limits = file_limits(question)
    name, content = paper(f".{limits.kinds[0].extensions[0]}")
    return store_file(name=name, content=ContentFile(content, name))


def _read(query: str, *parameters: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        row = cursor.fetchone()
    return row[0] if row else None

"""Figures of a workflow at work: how many cases stand at each step, how long each step lasts. No case is shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection


@dataclass(frozen=True, slots=True)
class Standing:
    """How many cases stand at a step, under one version of the procedure. ``status`` is empty without a workflow.

    ``movable`` are those of them that may follow another version: what is decided keeps its own.
    """

    version: int
    status: str
    cases: int
    movable: int


@dataclass(frozen=True, slots=True)
class Stay:
    """How long a step lasted for those who left it: how many times, the median, nine in ten."""

    status: str
    passages: int
    median: timedelta
    slow: timedelta


def cases_at_each_step(procedure_id: int) -> list[Standing]:
    """Return how many cases not ended stand where, by version and status, whatever body uses the procedure."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM parvis_workflow_usage(%s) ORDER BY version DESC, status", [procedure_id]
        )
        return [Standing(*row) for row in cursor.fetchall()]


def time_at_each_step(procedure_id: int, *, since: datetime, until: datetime) -> list[Stay]:
    """Return how long the steps left in a period had lasted, the longest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM parvis_workflow_times(%s, %s, %s)", [procedure_id, since, until])
        found = [
            Stay(status, count, timedelta(seconds=median), timedelta(seconds=slow))
            for status, count, median, slow in cursor.fetchall()
        ]
    return sorted(found, key=lambda one: (one.median, one.status), reverse=True)


def total(rows: Iterable[Standing], version: int) -> tuple[int, int]:
    """Return how many cases stand under a version, and how many of them may follow another."""
    own = [row for row in rows if row.version == version]
    return sum(row.cases for row in own), sum(row.movable for row in own)

import os
import subprocess
import sys

import pytest
from django.db import connection

from config.jobs import known_queues
from parvis.common.tasks import retry_stalled_jobs
from tests.harness.database import ROOT

pytestmark = pytest.mark.django_db(transaction=True)


def work():
    """Run the real worker on what was really committed."""
    command = [sys.executable, "-P", "-m", "parvis", "worker", "--until-empty"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT)}
    subprocess.run(command, env=environment, check=True, capture_output=True)


def statuses():
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text, attempts FROM procrastinate_jobs ORDER BY id")
        return cursor.fetchall()


def left_by_a_killed_worker(*, attempts=0, status="doing", lock=None):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts, queueing_lock) "
            "VALUES ('sweeps', 'common.forget_visits', '{\"timestamp\": 0}', %s, %s, %s)",
            [status, attempts, lock],
        )


def test_a_worker_takes_every_queue():
    assert known_queues() == {"messages", "documents", "sweeps"}


def test_a_job_left_by_a_killed_worker_is_done_by_another():
    left_by_a_killed_worker()
    retry_stalled_jobs.defer(timestamp=0)
    work()
    work()
    assert ("common.forget_visits", "succeeded", 2) in statuses()


def test_a_job_that_kills_its_worker_each_time_is_given_up():
    left_by_a_killed_worker(attempts=8)
    retry_stalled_jobs.defer(timestamp=0)
    work()
    assert ("common.forget_visits", "failed") in [row[:2] for row in statuses()]


def test_a_killed_job_whose_successor_waits_already_does_not_hold_back_the_others():
    left_by_a_killed_worker(lock="one")
    left_by_a_killed_worker(lock="one", status="todo")
    left_by_a_killed_worker()
    with connection.cursor() as cursor:  # the sweep first: the one that waits is not taken before it
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 hour' WHERE status = 'todo'"
        )
    retry_stalled_jobs.defer(timestamp=0)
    work()
    work()
    assert [row[1] for row in statuses()[:3]] == ["aborted", "todo", "succeeded"]

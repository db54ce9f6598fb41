import inspect

from procrastinate.contrib.django import app

from config.jobs import known_queues
from parvis.common.jobs import Queue

TASKS = {name: task for name, task in app.tasks.items() if "procrastinate" not in name}


def test_every_job_goes_to_a_queue_that_a_worker_takes():
    assert {str(task.queue) for task in TASKS.values()} <= known_queues()


def test_every_queue_serves():
    assert {str(queue) for queue in Queue} == {str(task.queue) for task in TASKS.values()}


def test_a_job_is_named_after_its_room_so_that_an_older_versions_jobs_are_found():
    for name, task in TASKS.items():
        room = task.func.__module__.split(".")[1]
        assert name.split(".")[0] == room


def test_a_job_is_handed_ids_and_plain_values_only():
    plain = {
        "UUID",
        "int",
        "str",
        "bool",
        "JobContext",
        "UUID | None",
        "str | None",
        "int | None",
        "list[str] | None",
    }
    odd = []
    for name, task in TASKS.items():
        for parameter in inspect.signature(task.func).parameters.values():
            kind = (
                parameter.annotation
                if isinstance(parameter.annotation, str)
                else getattr(parameter.annotation, "__name__", str(parameter.annotation))
            )
            if kind.split(".")[-1] not in plain:
                odd.append(f"{name}({parameter.name}: {kind})")
    assert not odd

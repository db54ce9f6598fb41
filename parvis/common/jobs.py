"""Jobs: deferred in the transaction that needs them, three lines long, called again without harm.

A thin door over procrastinate, so that queue names, retries and the actor of a job are said once.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, ParamSpec

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

P = ParamSpec("P")


class Queue(StrEnum):
    """Every queue; a worker takes them all unless told otherwise."""

    MESSAGES = "messages"
    DOCUMENTS = "documents"
    SWEEPS = "sweeps"


RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


def job(
    queue: Queue, *, name: str, retry: RetryStrategy | None = RETRY
) -> Callable[[Callable[P, None]], Any]:
    """Decorator: make a function of ids a job. ``name`` is stable: a job deferred by an older version must be found."""
    return app.task(queue=queue, name=name, retry=retry or False)


def defer(
    task: Any,
    *,
    lock: str | None = None,
    queueing_lock: str | None = None,
    not_before: datetime | None = None,
    **arguments: Any,
) -> None:
    """Defer a job in the current transaction: it exists if and only if the transaction commits."""
    task.configure(lock=lock, queueing_lock=queueing_lock, schedule_at=not_before).defer(**arguments)


def defer_each(task: Any, arguments: Iterable[dict[str, Any]]) -> None:
    """Defer a job for each of these arguments, in one statement of the current transaction."""
    task.configure().batch_defer(*arguments)


def every(cron: str, *, name: str) -> Callable[[Callable[[], None]], Any]:
    """Decorator: make a function without argument a job, run at the times of ``cron`` (UTC) by one worker."""

    def register(function: Callable[[], None]) -> Any:
        def run(*, timestamp: int) -> None:  # noqa: ARG001 - procrastinate tells the time it was due
            function()

        run.__doc__, run.__name__, run.__module__ = function.__doc__, function.__name__, function.__module__
        return app.periodic(cron=cron)(app.task(queue=Queue.SWEEPS, name=name, queueing_lock=name)(run))

    return register

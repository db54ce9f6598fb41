"""Jobs: deferred in the transaction that needs them, three lines long, called again without harm.

A thin door over procrastinate, so that queue names, retries and the actor of a job are said once.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
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


URGENT = 10
"""Priority of what runs by the calendar: a hundred thousand e-mails to send hold back neither timers nor decisions."""
RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


@dataclass(frozen=True)
class Aside:
    """A job that was not deferred, with what it was given."""

    task: Any
    arguments: dict[str, Any]
    not_before: datetime | None

    @property
    def name(self) -> str:
        """Return the stable name of the job."""
        return str(self.task.name)


_aside: ContextVar[list[Aside] | None] = ContextVar("parvis_jobs_aside", default=None)


@contextmanager
def set_aside() -> Iterator[list[Aside]]:
    """Keep in a list the jobs that a block defers: for rehearsals, whose transaction is taken back."""
    held: list[Aside] = []
    token = _aside.set(held)
    try:
        yield held
    finally:
        _aside.reset(token)


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
    aside = _aside.get()
    if aside is not None:
        aside.append(Aside(task, arguments, not_before))
        return
    task.configure(lock=lock, queueing_lock=queueing_lock, schedule_at=not_before).defer(**arguments)


def defer_each(task: Any, arguments: Iterable[dict[str, Any]]) -> None:
    """Defer a job for each of these arguments, in one statement of the current transaction."""
    aside = _aside.get()
    if aside is not None:
        aside.extend(Aside(task, each, None) for each in arguments)
        return
    task.configure().batch_defer(*arguments)


def every(cron: str, *, name: str) -> Callable[[Callable[[], None]], Any]:
    """Decorator: make a function without argument a job, run at the times of ``cron`` (UTC) by one worker."""

    def register(function: Callable[[], None]) -> Any:
        def run(*, timestamp: int) -> None:  # noqa: ARG001 - procrastinate tells the time it was due
            function()

        run.__doc__, run.__name__, run.__module__ = function.__doc__, function.__name__, function.__module__
        return app.periodic(cron=cron)(
            app.task(queue=Queue.SWEEPS, name=name, queueing_lock=name, priority=URGENT)(run)
        )

    return register

"""When jobs of the calendar are due, on a machine whose clock may be put back or forward while the worker runs.

procrastinate remembers the last time of each job and defers every time since: a clock put back by a day then stops all
of them for a day, one put forward by a month defers a month of minutes. Sweeps look at what is due now, so the last
time alone is enough, and one that is yet to come says nothing.
"""

from collections.abc import Iterable
from typing import Any

from procrastinate.app import App
from procrastinate.periodic import PeriodicDeferrer, PeriodicTask
from procrastinate.worker import Worker


class TimelyDeferrer(PeriodicDeferrer):
    """Defers each job of the calendar for its last time only, wherever the clock stands."""

    def get_timestamps(
        self, periodic_task: PeriodicTask[Any, Any, Any], since: int | None, until: float
    ) -> Iterable[int]:
        """Yield the last time before ``until``, unless it was deferred already; ``since`` to come is as none."""
        if since is None or since > until:
            yield from super().get_timestamps(periodic_task, None, until)
            return
        times = periodic_task.croniter
        times.set_current(start_time=until)
        last = round(times.get_prev(ret_type=float))
        if last > since:
            yield last


class TimelyWorker(Worker):
    """procrastinate's worker, with jobs of the calendar that a clock put back does not stop."""

    async def _periodic_deferrer(self) -> None:
        deferrer = TimelyDeferrer(registry=self.app.periodic_registry, **self.app.periodic_defaults)
        await deferrer.worker()


def timely(app: App) -> App:
    """Have an app run this worker. procrastinate has no setting for it."""
    app._worker = lambda **options: TimelyWorker(app=app, **{**app.worker_defaults, **options})  # type: ignore[method-assign] # noqa: SLF001
    return app

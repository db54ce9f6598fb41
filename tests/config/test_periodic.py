"""Jobs of the calendar, on a machine whose clock leaps while the worker runs."""

from datetime import UTC, datetime, timedelta

import pytest
from procrastinate import App, testing

from config.periodic import TimelyDeferrer, TimelyWorker, timely

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def deferrer() -> TimelyDeferrer:
    """Return a deferrer of two jobs, one a minute and one a day at four."""
    app = App(connector=testing.InMemoryConnector())
    for name, cron in (("each minute", "* * * * *"), ("each day", "0 4 * * *")):
        app.periodic(cron=cron)(app.task(name=name)(lambda timestamp: None))
    return TimelyDeferrer(registry=app.periodic_registry)


def due(deferrer: TimelyDeferrer, at: datetime) -> list[str]:
    return [
        f"{task.task.name} {datetime.fromtimestamp(moment, UTC):%d %H:%M}"
        for task, moment in deferrer.get_previous_tasks(at=at.timestamp() + 1)
    ]


def test_each_time_is_deferred_once():
    one = deferrer()

    assert due(one, NOON) == ["each minute 02 12:00"]
    assert due(one, NOON) == []
    assert due(one, NOON + timedelta(minutes=1)) == ["each minute 02 12:01"]


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=1), timedelta(days=31)])
def test_a_clock_put_back_stops_nothing(back):
    one = deferrer()
    due(one, NOON)

    then = NOON - back
    assert due(one, then) == [f"each minute {then:%d %H:%M}"]
    assert due(one, then + timedelta(minutes=1)) == [f"each minute {then + timedelta(minutes=1):%d %H:%M}"]
    assert "each day" in " ".join(due(one, then.replace(hour=4) + timedelta(days=1)))


def test_a_clock_put_forward_defers_the_last_time_of_each_and_no_month_of_minutes():
    one = deferrer()
    due(one, NOON.replace(hour=4))

    assert due(one, NOON + timedelta(days=31)) == ["each minute 02 12:00", "each day 02 04:00"]


def test_the_worker_of_the_product_is_this_one():
    app = timely(App(connector=testing.InMemoryConnector()))

    assert isinstance(app._worker(queues=["sweeps"]), TimelyWorker)

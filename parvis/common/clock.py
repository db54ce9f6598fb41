"""The one place where the present is read, so that a demonstration or a replay can stand at another time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set_time: ContextVar[datetime | None] = ContextVar("parvis_clock", default=None)


def now() -> datetime:
    """Return the present, aware."""
    return _set_time.get() or timezone.now()


def today() -> date:
    """Return today's date in the current time zone (Europe/Paris unless set otherwise)."""
    return timezone.localdate(now())


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Run a block as if it were ``moment``: replays of old logs, simulations. Never used by a view."""
    token = _set_time.set(moment)
    try:
        yield
    finally:
        _set_time.reset(token)

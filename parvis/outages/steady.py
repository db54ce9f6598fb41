"""How long this process has lived between two moments, by a clock that nobody sets.

The wall clock of a machine is corrected, by hand or by its network; this one only goes forward, at its own pace, also
while the machine sleeps where the system tells it. A leap of the wall clock is then told from a silence.
"""

import time
from datetime import timedelta


class SteadyTimer:
    """The time since something was last done in this process."""

    def __init__(self) -> None:
        self._done: float | None = None

    def elapsed(self) -> timedelta | None:
        """Return how long ago it was done, None when this process never did."""
        return None if self._done is None else timedelta(seconds=_seconds() - self._done)

    def note(self) -> None:
        """Note that it is done now."""
        self._done = _seconds()


def _seconds() -> float:
    kind = getattr(
        time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC
    )  # the former counts the sleep of the machine (Linux)
    return time.clock_gettime(kind)

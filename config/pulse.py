"""The beat of a web process: while it lives, it says so every half minute; the gap of all of them proves a stop.

A thread of its own, for a process that waits for requests does nothing by itself. It never outlives its process, holds
no connection between two beats, and a database that is away costs it one line in the log.
"""

import threading
from typing import TYPE_CHECKING

import structlog
from django.db import DatabaseError, close_old_connections, connections

from parvis.common import actor

if TYPE_CHECKING:
    from parvis.outages.steady import SteadyTimer

EVERY = 30.0
"""Seconds between two beats."""
log = structlog.get_logger("parvis.pulse")


def start_pulse() -> None:
    """Begin to beat, at once and for as long as this process lives."""
    threading.Thread(target=_live, name="pulse", daemon=True).start()


def _live() -> None:
    from parvis.outages.steady import SteadyTimer

    wait, beaten = threading.Event(), SteadyTimer()
    while True:
        beat_once(beaten)
        wait.wait(EVERY)


def beat_once(beaten: "SteadyTimer") -> None:
    """Note that the web lives, and hand over the attempts kept on this machine while the database was away."""
    from parvis.cases.services.attempts import gather_attempts
    from parvis.outages.pulses import WEB
    from parvis.outages.services.detecting import beat

    close_old_connections()
    try:
        with actor.acting_as(actor.for_system("outages.pulse")):
            beat(pulse=WEB, awake=beaten.elapsed())
            beaten.note()
            gather_attempts()
    except DatabaseError as error:
        log.warning("database_away", kind=type(error).__name__)
    finally:
        connections.close_all()

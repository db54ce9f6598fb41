"""Reaching the database of a command: the one named, else the embedded one, joined or started."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from config.console.output import CommandError
from config.embedded import OWNER, RUNTIME, EmbeddedPostgres, home_of

PATIENCE = 60.0  # seconds for a server that another process is starting


def data_dir() -> Path:
    """Return the data folder, as ``config.environment`` reads it, before settings may be loaded."""
    root = Path(__file__).resolve().parents[2]
    return Path(os.environ.get("PARVIS_DATA_DIR") or root / "var").absolute()


@contextmanager
def reached(report: Callable[[str], None]) -> Iterator[None]:
    """Put the addresses of both roles in the environment for the time of the block."""
    if os.environ.get("PARVIS_DATABASE_URL"):
        yield
        return
    server = EmbeddedPostgres(home_of(data_dir()), report=report)
    name_addresses(server)
    if server.held():
        _wait_for(server)
        yield
        return
    with server:
        yield


def name_addresses(server: EmbeddedPostgres) -> None:
    """Tell the settings, not yet loaded, where the embedded server answers."""
    os.environ["PARVIS_DATABASE_URL"] = server.url(RUNTIME)
    os.environ["PARVIS_OWNER_DATABASE_URL"] = server.url(OWNER)
    os.environ.setdefault("PARVIS_PREPARED_STATEMENTS", "1")  # nothing stands between us and it


def _wait_for(server: EmbeddedPostgres) -> None:
    until = time.monotonic() + PATIENCE
    while not server.answers():
        if time.monotonic() > until:
            raise CommandError(
                f"the database in {server.home} is held by another process but does not answer"
            )
        time.sleep(0.1)

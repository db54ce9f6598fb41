"""After a kill: what an earlier PostgreSQL left in a data folder, told apart from one that still lives."""

import os
import signal
import time
from pathlib import Path

from config.embedded.errors import EmbeddedError

PATIENCE = 30.0  # seconds for an orphan to write its last checkpoint


def clear_leftovers(data: Path) -> None:
    """Stop the orphans of a killed launcher and remove their lock file, so that a new server may start.

    PostgreSQL itself trusts the pid in ``postmaster.pid``; where PID 1 reaps nothing, a killed server stays a
    zombie and would look alive for ever. We hold the launcher's lock: whoever works here is an orphan.
    Raises EmbeddedError when an orphan does not end.
    """
    if _postmaster(data) is not None:
        _stop(data, signal.SIGINT)
    _stop(data, signal.SIGQUIT)  # its children alone have nothing left to save: the log is replayed anyway
    orphans = _living(data)
    if orphans:
        raise EmbeddedError(
            f"an earlier PostgreSQL still runs in {data} (process {orphans[0]}): stop it first"
        )
    (data / "postmaster.pid").unlink(missing_ok=True)


def _stop(data: Path, how: signal.Signals) -> None:
    """Signal the server, or its children when it died, and wait for all to end."""
    postmaster = _postmaster(data)
    for pid in _living(data):
        # Told in the right order, the postmaster stops its children itself.
        if postmaster in {None, pid}:
            _signal(pid, how)
    until = time.monotonic() + PATIENCE
    while _living(data) and time.monotonic() < until:
        time.sleep(0.02)


def _postmaster(data: Path) -> int | None:
    """Return the pid of the living server of this folder."""
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if pid in _living(data) else None


def _living(data: Path) -> list[int]:
    """Return the processes at work in the folder: all of PostgreSQL's have it as their working directory."""
    here = data.resolve()
    return [pid for pid in _processes() if _works_in(pid, here)]


def _processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _works_in(pid: int, folder: Path) -> bool:
    try:
        program = (Path("/proc") / str(pid) / "comm").read_text().strip()
        return program == "postgres" and (Path("/proc") / str(pid) / "cwd").readlink() == folder
    except OSError:  # ended meanwhile, a zombie, or not ours to read
        return False


def _signal(pid: int, how: signal.Signals) -> None:
    try:
        os.kill(pid, how)
    except ProcessLookupError:
        return

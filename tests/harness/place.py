"""The temporary folder of one test session, for its PostgreSQL and files, chosen before settings load."""

import os
import shutil
import tempfile
from pathlib import Path

_VARIABLE = "PARVIS_TEST_PLACE"
_PREFIX = "parvis-test-"


def place() -> Path:
    """Return the folder, made by the first process of the session and known to pytest-xdist's workers."""
    if _VARIABLE not in os.environ:
        _sweep()
        made = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
        made.chmod(0o711)  # as root, PostgreSQL's own account must walk through it
        os.environ[_VARIABLE] = str(made)
    return Path(os.environ[_VARIABLE])


def home() -> Path:
    """Return the folder of the session's PostgreSQL."""
    return place() / "postgresql"


def worker() -> str:
    """Return the name of this pytest-xdist worker, ``main`` without it."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def remove() -> None:
    """Remove the folder at the end of the session."""
    shutil.rmtree(place(), ignore_errors=True)


def _sweep() -> None:
    """Remove the folders of sessions that were killed."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        pid = left.name.removeprefix(_PREFIX).split("-")[0]
        if pid.isdigit() and not Path("/proc", pid).exists():
            shutil.rmtree(left, ignore_errors=True)

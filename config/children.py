"""Processes we start and answer for: they write to a log, die with us, and are stopped politely first."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LARGEST_LOG = 5 * 2**20


def die_with_parent(how: signal.Signals = signal.SIGINT) -> None:
    """Run in a child before its program: Linux will signal it when we are killed, so that no orphan stays."""
    ctypes.CDLL(None).prctl(1, how)  # PR_SET_PDEATHSIG


def fresh_log(path: Path) -> Path:
    """Return the path of a log to append to; a large one is put aside first, and one is kept."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_name(f"{path.name}.1"))
    return path


class Child:
    """One of our commands in a process of its own, in a session of its own: Ctrl-C reaches only its parent.

    Its output goes to the end of ``log``, or where ours goes when there is none. ``if_orphaned`` is the signal it
    gets when we are killed.
    """

    def __init__(
        self,
        name: str,
        arguments: Sequence[str],
        *,
        log: Path | None = None,
        if_orphaned: signal.Signals = signal.SIGINT,
    ) -> None:
        self.name = name
        self.log = log
        self._if_orphaned = if_orphaned
        self._command = [sys.executable, "-P", "-m", "parvis", *arguments]
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._deaths = 0

    def start(self) -> None:
        """Start the process."""
        self._started = time.monotonic()
        with ExitStack() as stack:
            log = stack.enter_context(fresh_log(self.log).open("ab")) if self.log else None
            self._process = subprocess.Popen(
                self._command,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT if log else None,
                start_new_session=True,
                preexec_fn=partial(die_with_parent, self._if_orphaned),  # noqa: PLW1509 - no thread runs in the parent
            )

    def code(self) -> int | None:
        """Return the exit code, None while it runs."""
        return self._process.poll() if self._process else None

    def restart_when_due(self) -> bool:
        """Start again a process that ended, later and later when it keeps ending. Tell whether it was started."""
        if time.monotonic() - self._started > 60:
            self._deaths = 0
        if time.monotonic() - self._started < min(2**self._deaths - 1, 30):
            return False
        self._deaths += 1
        self._end_group(signal.SIGKILL)  # what a killed parent process left of its own children
        self.start()
        return True

    def stop(self, patience: float) -> None:
        """Ask the process to end, wait ``patience`` seconds, then end it with all its children."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(patience)
        self._end_group(signal.SIGKILL)
        self._process.wait()
        self._process = None

    def ending(self) -> str:
        """Return how the process ended, in a few words: the signal that killed it, or its code and last line."""
        code = self.code()
        if code is None:
            return "it runs"
        if code < 0:
            return f"killed by {signal.Signals(-code).name}"
        lines = self.log.read_text(errors="replace").strip().splitlines() if self.log else []
        return f"code {code}: {lines[-1]}" if lines else f"code {code}"

    def _end_group(self, how: signal.Signals) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, how)

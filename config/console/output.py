"""How a command speaks: steps and progress on standard error, its result on standard output."""

import json
import sys
import time
from typing import Any


class CommandError(Exception):
    """The command cannot do what was asked; the text is one sentence: what happened, what to do."""


class Output:
    """Where a command writes. ``as_json`` turns its result into JSON and leaves standard output to it alone."""

    def __init__(self, *, as_json: bool = False) -> None:
        self.as_json = as_json
        self._said = 0.0

    def say(self, text: str) -> None:
        """Tell a step."""
        print(text, file=sys.stderr, flush=True)

    def progress(self, done: int, total: int | None, what: str) -> None:
        """Tell how far a long work is, at most twice a second on a terminal and every five seconds in a log."""
        terminal = sys.stderr.isatty()
        finished = done == total
        if not finished and time.monotonic() - self._said < (0.5 if terminal else 5):
            return
        self._said = time.monotonic()
        share = f"{done * 100 // total:3d} %  " if total else ""
        count = f"{done:,}/{total:,}" if total else f"{done:,}"
        line = f"{share}{count} {what}"
        end = "\n" if finished or not terminal else ""
        print(f"\r\033[K{line}" if terminal else line, end=end, file=sys.stderr, flush=True)

    def result(self, data: Any, text: str) -> None:
        """Print the result: ``data`` as JSON when asked for, else ``text``."""
        print(
            json.dumps(data, ensure_ascii=False, indent=2, default=str) if self.as_json else text, flush=True
        )

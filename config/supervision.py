"""Watching over the parts of the product on one machine: database, web, worker."""

import http.client
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from config.children import Child
from config.console.output import CommandError
from config.embedded import EmbeddedError, EmbeddedPostgres

PATIENCE = 15.0  # seconds for a part to finish what it does
TICK = 0.2


@contextmanager
def stop_on_signals() -> Iterator[None]:
    """Make SIGTERM and a closed terminal end the block as Ctrl-C does; once it ends, further ones are ignored."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    kinds = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for kind in kinds:
        signal.signal(kind, interrupt)
    try:
        yield
    finally:
        for kind in kinds:
            signal.signal(kind, signal.SIG_IGN)


def port_is_free(port: int) -> bool:
    """Tell whether we can listen on a port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True


class Watch:
    """The parts that run, in the order they were started; stopped in the other order, the database last."""

    def __init__(self, database: EmbeddedPostgres | None, *, log: Path, say: Callable[[str], None]) -> None:
        self._database = database
        self._log = log
        self._say = say
        self._parts: list[Child] = []

    def start_database(self) -> None:
        """Start the embedded database, if there is one."""
        if self._database is not None:
            self._database.start()

    def run_once(self, *arguments: str) -> None:
        """Run one of our commands to its end, telling its progress. Raises CommandError when it fails."""
        child = Child(arguments[0], arguments, log=None)
        self._parts.append(child)
        child.start()
        while (code := child.code()) is None:
            time.sleep(TICK / 4)
        self._parts.remove(child)
        if code:
            raise CommandError(f"{arguments[0]} failed, see above")

    def add(self, name: str, *arguments: str, if_orphaned: signal.Signals = signal.SIGINT) -> None:
        """Start one of our commands as a part that must live."""
        part = Child(name, arguments, log=self._log / f"{name}.log", if_orphaned=if_orphaned)
        self._parts.append(part)
        part.start()

    def wait_until_served(self, port: int) -> None:
        """Wait until the pages answer. Raises CommandError when the web ends instead."""
        while not _healthy(port):
            for part in self._parts:
                if part.code() is not None:
                    raise CommandError(f"{part.name} ended while starting ({part.ending()}), see {part.log}")
            time.sleep(TICK / 4)

    def forever(self) -> None:
        """Start again whatever ends, until interrupted."""
        while True:
            time.sleep(TICK)
            self._revive_database()
            for part in self._parts:
                ending = part.ending()
                if part.code() is not None and part.restart_when_due():
                    self._say(f"{part.name} ended ({ending}): started again")

    def stop(self, *, last: Callable[[], None] | None = None) -> None:
        """Stop every part: first what takes work in, last the database, once ``last`` was done."""
        for part in self._parts:
            part.stop(PATIENCE)
        if last is not None:
            last()
        if self._database is not None:
            self._database.stop()

    def _revive_database(self) -> None:
        if self._database is None or self._database.alive():
            return
        self._say("the database ended: started again")
        try:
            self._database.revive()
        except EmbeddedError as error:
            self._say(f"{error}; trying again")
            time.sleep(2)


def _healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/sante/")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()

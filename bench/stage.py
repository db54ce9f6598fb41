"""The product as it runs on a server, on a folder of its own: embedded database, web, worker."""

import http.client
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from bench import processes
from config.children import Child
from config.console.database import name_addresses
from config.embedded import EmbeddedError, EmbeddedPostgres, home_of

PATIENCE = 90.0
SECRET = "known to all: nothing here is worth a secret, and it must be long enough"


def say(text: str) -> None:
    """Tell a step on standard error."""
    import sys

    print(text, file=sys.stderr, flush=True)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def folder(kept: Path | None) -> Iterator[Path]:
    """Yield a data folder: the one to keep, or one that goes with the measures."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.absolute()
        return
    made = Path(tempfile.mkdtemp(prefix="parvis-bench-"))
    made.chmod(0o711)  # as root, PostgreSQL's own account must walk through it
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


class Stage:
    """The three parts of the product, started and stopped at will. The database lives as long as the stage."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        os.environ |= {
            "PARVIS_DATA_DIR": str(data),
            "PARVIS_SECRET_KEY": SECRET,
            "PARVIS_PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "PARVIS_PROXIES": "1",  # each visitor tells an address of their own: limits count by it
        }
        for name in (
            "PARVIS_DATABASE_URL",
            "PARVIS_OWNER_DATABASE_URL",
            "PARVIS_DEMO",
            "PARVIS_DEBUG",
            "PARVIS_SMTP_URL",
        ):
            os.environ.pop(name, None)
        self.database = EmbeddedPostgres(home_of(data), report=say)
        name_addresses(self.database)
        self._parts: dict[str, Child] = {}

    def __enter__(self) -> "Stage":
        self.database.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop("web", "worker")
        self.database.stop()

    def migrate(self) -> None:
        """Bring the database and the static files to this version."""
        child = Child("migrate", ["migrate"], log=self.data / "log" / "migrate.log")
        child.start()
        while child.code() is None:
            time.sleep(0.1)
        if child.code():
            raise RuntimeError(f"migrate failed: {child.ending()}")
        self._forget_outages()

    def _forget_outages(self) -> None:
        """Forget that nobody served since the last measure: pages that tell of an outage cost more than others."""
        with psycopg.connect(os.environ["PARVIS_OWNER_DATABASE_URL"]) as connection:
            connection.execute("TRUNCATE outages_heartbeat, outages_outage CASCADE")

    def start(self, *names: str) -> None:
        """Start « web » (and wait until it answers), « worker »."""
        arguments = {"web": ["serve", "--port", str(self.port)], "worker": ["worker"]}
        for name in names:
            part = self._parts[name] = Child(name, arguments[name], log=self.data / "log" / f"{name}.log")
            part.start()
        if "web" in names:
            self.wait_until_served()

    def stop(self, *names: str) -> None:
        """Stop parts politely."""
        for name in names:
            if part := self._parts.pop(name, None):
                part.stop(15)

    def watch_while(self, goes_on: Callable[[], bool]) -> None:
        """Start again whatever ends, as a server's supervisor does, for as long as something goes on.

        In the main thread: what a thread starts is interrupted when that thread ends (``die_with_parent``).
        """
        while goes_on():
            time.sleep(0.05)
            if not self.database.alive():
                with suppress(EmbeddedError):  # killed again while it recovers: tried again
                    self.database.revive()
            for part in self._parts.values():
                if part.code() is not None:
                    part.stop(1)
                    part.start()

    def wait_until_well(self) -> None:
        """Wait until the database and the web answer, whatever was killed before."""
        self.watch_while(lambda: not (self.database.alive() and self.database.answers()))
        self.wait_until_served()

    def wait_until_served(self) -> None:
        """Wait until the health page answers."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                connection.request("GET", "/sante/")
                if connection.getresponse().status == http.HTTPStatus.OK:
                    return
            except (OSError, http.client.HTTPException):
                pass
            finally:
                connection.close()
            time.sleep(0.05)
        raise RuntimeError(f"the web does not answer: {self._parts['web'].ending()}")

    def root(self, name: str) -> int:
        """Return the process at the root of a part: « database », « web », « worker »."""
        words = {"database": "postgres", "web": "parvis serve", "worker": "parvis worker"}[name]
        return processes.child_running(words)

    def cpu_ms(self, *names: str) -> float:
        """Return what parts have used of the processors so far (« web » and « database » if none is named)."""
        return sum(processes.cpu_ms(self.root(name)) for name in names or ("web", "database"))

"""The embedded server itself: made, started, watched, revived, stopped."""

import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any
from urllib.parse import quote

import psycopg

from config.children import die_with_parent, fresh_log
from config.embedded.account import current_user, service_account
from config.embedded.binaries import find_binaries, reachable
from config.embedded.errors import AlreadyRunningError, EmbeddedError
from config.embedded.home import make_home, make_socket_dir, socket_dir
from config.embedded.leftovers import clear_leftovers

SUPERUSER, OWNER, RUNTIME, DATABASE = "postgres", "parvis_owner", "parvis_runtime", "parvis"

# Small at rest, quick on one machine; nothing personal in the log (statements and row contents are left out).
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "dynamic_shared_memory_type": "mmap",
    "huge_pages": "off",
    "max_connections": "80",
    "shared_buffers": "64MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "15min",
    "recovery_init_sync_method": "syncfs",  # back in a blink after a kill, however many files
    "random_page_cost": "1.1",
    "jit": "off",
    "autovacuum_max_workers": "2",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


def socket_url(folder: Path, role: str, database: str = DATABASE) -> str:
    """Return the address of a database behind the socket in ``folder``, for libpq and for our settings."""
    return f"postgresql://{role}@/{database}?host={quote(str(folder), safe='/')}"


def _silent(_line: str) -> None:
    return


class EmbeddedPostgres:
    """One PostgreSQL in ``home``, a direct child of this process.

    ``settings`` are added to ours; ``report`` is told each long step. Use as a context manager, or call
    ``start``, then ``alive``/``revive`` from a loop, then ``stop``. Every method may raise EmbeddedError.
    """

    def __init__(
        self,
        home: Path,
        *,
        settings: Mapping[str, str] | None = None,
        binaries: str | None = None,
        report: Callable[[str], None] = _silent,
    ) -> None:
        self.home = home.absolute()
        self.data = self.home / "data"
        self.socket = socket_dir(self.home)
        self.log = self.home / "postgresql.log"
        self._chosen_binaries = binaries
        self._settings = {**SETTINGS, **(settings or {})}
        self._report = report
        self._lock: IO[str] | None = None
        self._child: subprocess.Popen[bytes] | None = None

    def url(self, role: str, database: str = DATABASE) -> str:
        """Return the address of ``database`` for one role."""
        return socket_url(self.socket, role, database)

    def start(self) -> None:
        """Start the server: created at the first call, recovered after a kill, ready when this returns."""
        self.account = service_account()
        make_home(self.home, self.account)
        self._take_lock()
        try:
            self.binaries = reachable(find_binaries(self._chosen_binaries), self.account, self.home)
            if not (self.data / "PG_VERSION").exists():
                self._create()
            self._check_version()
            make_socket_dir(self.socket, self.account)
            self._launch()
            self._ensure_roles()
        except BaseException:
            self.stop()
            raise

    def alive(self) -> bool:
        """Tell whether our child still runs; a dead one is reaped."""
        return self._child is not None and self._child.poll() is None

    def revive(self) -> None:
        """Start the server again after it died under us."""
        self._child = None
        self._launch()

    def stop(self) -> None:
        """Stop at once but cleanly (transactions under way roll back) and leave the folder to others."""
        if self._child is not None:
            self._end(self._child)
            self._child = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def held(self) -> bool:
        """Tell whether a launcher, this one or another, holds the folder."""
        try:
            self._take_lock()
        except AlreadyRunningError:
            return True
        except FileNotFoundError:
            return False
        self.stop()
        return False

    def answers(self) -> bool:
        """Tell whether the server lets us in."""
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def connect(self, role: str = SUPERUSER, database: str = "postgres") -> psycopg.Connection[Any]:
        """Return an autocommit connection over the socket."""
        return psycopg.connect(self.url(role, database), autocommit=True, connect_timeout=5)

    def __enter__(self) -> "EmbeddedPostgres":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _take_lock(self) -> None:
        lock = (self.home / "lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "?"
            lock.close()
            raise AlreadyRunningError(f"{self.home} is already in use by process {holder}") from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        self._lock = lock

    def _create(self) -> None:
        """Run initdb beside the final place: a kill half-way leaves no half-made database."""
        self._report("Creating the database")
        unfinished = self.home / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        made = self._run("initdb", "-D", str(unfinished), "-U", SUPERUSER, "-A", "peer", *self._locale())
        if made.returncode:
            raise EmbeddedError(f"initdb failed: {made.stderr.strip().splitlines()[-1]}")
        unfinished.rename(self.data)

    def _locale(self) -> list[str]:
        """Return the locale: UTF-8 in code point order, alike on every system (French order is asked in SQL)."""
        if self.binaries.major >= 17:
            return ["-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        return ["-E", "UTF8", "--locale=C.UTF-8"]

    def _check_version(self) -> None:
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != str(self.binaries.major):
            raise EmbeddedError(
                f"{self.data} was made by PostgreSQL {found} and this is {self.binaries.version}: "
                "restore a backup into a new folder (bin/parvis restore)"
            )

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.binaries.program(program)), *arguments],
            check=False,
            capture_output=True,
            text=True,
            **self._child_arguments(),
        )

    def _child_arguments(self) -> dict[str, Any]:
        return {
            "cwd": self.home,
            "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            "umask": 0o077,
            "stdin": subprocess.DEVNULL,
            **self.account.popen_arguments(),
        }

    def _launch(self) -> None:
        clear_leftovers(self.data)
        self._write_access_rules()
        settings = {**self._settings, "unix_socket_directories": str(self.socket)}
        if self.binaries.major >= 18:
            settings.setdefault("io_method", "sync")  # three processes fewer
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with fresh_log(self.log).open("ab") as log:
            self._child = subprocess.Popen(
                [str(self.binaries.program("postgres")), "-D", str(self.data), *options],
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C must reach us first, who stop things in order
                preexec_fn=die_with_parent,  # noqa: PLW1509 - no thread runs in a launcher
                **self._child_arguments(),
            )
        self._wait_until_ready()

    def _write_access_rules(self) -> None:
        """Let in whoever the kernel says is us or the service account, under any of our three roles."""
        rules = self.data / "pg_hba.conf", self.data / "pg_ident.conf"
        users = sorted({current_user(), self.account.name})
        lines = [f'parvis "{user}" {role}\n' for user in users for role in (SUPERUSER, OWNER, RUNTIME)]
        for path, text in zip(rules, ("local all all peer map=parvis\n", "".join(lines)), strict=True):
            path.write_text(text)
            path.chmod(0o600)
            self.account.owns(path)

    def _wait_until_ready(self) -> None:
        """Wait as long as the child lives: recovery after a crash has no fixed length."""
        told = time.monotonic() + 3
        while not self.answers():
            if not self.alive():
                raise EmbeddedError(f"PostgreSQL stopped while starting: {self._last_words()}")
            if time.monotonic() > told:
                self._report("The database recovers from an interruption")
                told += 30
            time.sleep(0.02)

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"see {self.log}"

    def _ensure_roles(self) -> None:
        """Create the database's owner and the runtime role that obeys row security. Harmless when repeated."""
        with self.connect() as connection:
            roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            for role in {OWNER, RUNTIME} - roles:
                connection.execute(
                    f"CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION"
                )
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
                connection.execute(f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC")
                connection.execute(f"GRANT CONNECT ON DATABASE {DATABASE} TO {RUNTIME}")

    @staticmethod
    def _end(child: subprocess.Popen[bytes]) -> None:
        for how, patience in ((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, None)):
            if child.poll() is not None:
                return
            child.send_signal(how)
            try:
                child.wait(patience)
            except subprocess.TimeoutExpired:
                continue

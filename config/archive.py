"""Backup and restoration of everything: the database, the files, the secret that signs what was handed out."""

import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import connections

from config.console import CommandError
from config.embedded.binaries import find_binaries

FORMAT = "parvis-backup/1"
MANIFEST, DUMP, SECRET, FILES = "manifest.json", "database.dump", "secret-key", "files"
SETTINGS_END = 40  # lines: pg_restore writes its settings first
Progress = Callable[[int, int | None, str], None]


@dataclass(frozen=True)
class Summary:
    """What a backup holds."""

    path: str
    bytes: int
    files: int
    files_included: bool
    secret_included: bool


def back_up(target: Path, progress: Progress) -> Summary:
    """Write one archive, readable by its owner only. The database first: a file it names is then always there.

    Raises CommandError when the target exists or the database cannot be read.
    """
    if target.exists():
        raise CommandError(f"{target} exists already: choose another name")
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder, _private(unfinished) as archive:
            summary = _write(archive, Path(folder), target, progress)
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return Summary(**{**summary.__dict__, "bytes": target.stat().st_size})


@contextmanager
def _private(path: Path) -> Iterator[tarfile.TarFile]:
    """Open an archive its owner alone can read; at the end it is whole on the disk, or the error says it is not."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as archive:
            yield archive
        file.flush()  # tarfile leaves a file it was lent open, its last block still in memory
        os.fsync(file.fileno())


def _write(archive: tarfile.TarFile, scratch: Path, target: Path, progress: Progress) -> Summary:
    progress(0, None, "dumping the database")
    _postgresql("pg_dump", "--format=custom", "--no-owner", f"--file={scratch / DUMP}")
    secret = settings.ENVIRONMENT.data_dir / SECRET
    kept_secret = secret.exists() and not os.environ.get("PARVIS_SECRET_KEY")
    files = list(_stored_files())
    facts = {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(),
        "files": len(files),
        "on_disk": _on_disk(),
    }
    (scratch / MANIFEST).write_text(json.dumps(facts))
    archive.add(scratch / MANIFEST, MANIFEST)
    archive.add(scratch / DUMP, DUMP)
    if kept_secret:
        archive.add(secret, SECRET)
    for done, path in enumerate(files, start=1):
        archive.add(path, f"{FILES}/{path.relative_to(settings.MEDIA_ROOT)}")
        progress(done, len(files), "files")
    return Summary(str(target), 0, len(files), _on_disk(), kept_secret)


def _on_disk() -> bool:
    return not settings.ENVIRONMENT.storage_url


def _stored_files() -> Iterator[Path]:
    root = Path(settings.MEDIA_ROOT)
    if _on_disk() and root.exists():
        yield from sorted(path for path in root.rglob("*") if path.is_file())


def restore(source: Path, *, replace: bool, progress: Progress) -> int:
    """Put back an archive into an empty database, or over the present one with ``replace``. Return the files put back.

    Raises CommandError when the archive is not ours, when the database is in use, or holds data and ``replace`` is
    not given. The database changes in one transaction: it is restored whole or not at all.
    """
    with tarfile.open(source) as archive, tempfile.TemporaryDirectory() as folder:
        manifest = _read_manifest(archive, source)
        _refuse_if_used(replace=replace)
        progress(0, None, "restoring the database")
        dump = Path(folder) / DUMP
        _extract(archive, DUMP, dump)
        _restore_database(dump)
        _restore_secret(archive)
        return _restore_files(archive, manifest["files"], progress)


def _read_manifest(archive: tarfile.TarFile, source: Path) -> dict[str, int]:
    first = archive.next()
    content = archive.extractfile(first) if first is not None and first.name == MANIFEST else None
    try:
        manifest = json.load(content) if content else {}
    except ValueError:
        manifest = {}
    if manifest.get("format") != FORMAT:
        raise CommandError(f"{source} is not a backup made by this product")
    return dict(manifest)


def _refuse_if_used(*, replace: bool) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND usename IS NOT NULL"  # whoever else is connected; PostgreSQL's own sweepers have no name
        )
        if cursor.fetchone()[0]:
            raise CommandError("the database is in use: stop the web and the workers first")
        cursor.execute("SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')")
        if cursor.fetchone()[0] and not replace:
            raise CommandError("the database holds data: add --replace to lose it for what the backup holds")


def _restore_database(dump: Path) -> None:
    """Read the dump as SQL, and run it after emptying the schema, all in one transaction."""
    script = dump.with_suffix(".sql")
    tool = str(find_binaries().program("pg_restore"))
    made = subprocess.run(
        [tool, "--no-owner", f"--file={script}", str(dump)], check=False, capture_output=True, text=True
    )
    if made.returncode:
        raise CommandError(f"the backup cannot be read: {made.stderr.strip().splitlines()[-1]}")
    script = _known_to_the_server(script)
    empty = dump.with_name("empty.sql")
    empty.write_text("DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n")
    _postgresql(
        "psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null",
        f"--file={empty}", f"--file={script}",
    )  # fmt: skip


def _known_to_the_server(script: Path) -> Path:
    """Return the script without the settings of a newer PostgreSQL: our tools may be newer than the server."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT name FROM pg_settings")
        known = {name for (name,) in cursor.fetchall()}
    connections["owner"].close()
    plain = script.with_name("plain.sql")
    with script.open("rb") as source, plain.open("wb") as target:
        for line in islice(source, SETTINGS_END):
            setting = re.match(rb"SET (\w+) = ", line)
            if setting is None or setting[1].decode() in known:
                target.write(line)
        shutil.copyfileobj(source, target)
    script.unlink()
    return plain


def _restore_secret(archive: tarfile.TarFile) -> None:
    if SECRET in archive.getnames():
        path = settings.ENVIRONMENT.data_dir / SECRET
        unfinished = path.with_name(f"{SECRET}.new")
        unfinished.touch(mode=0o600)
        _extract(archive, SECRET, unfinished)
        unfinished.replace(path)


def _restore_files(archive: tarfile.TarFile, total: int, progress: Progress) -> int:
    done = 0
    for member in archive:
        inside = PurePosixPath(member.name)
        if not member.isfile() or inside.parts[0] != FILES or ".." in inside.parts:
            continue
        path = Path(settings.MEDIA_ROOT).joinpath(*inside.parts[1:])
        path.parent.mkdir(parents=True, exist_ok=True)
        _extract(archive, member.name, path)
        done += 1
        progress(done, total, "files")
    return done


def _extract(archive: tarfile.TarFile, name: str, target: Path) -> None:
    content = archive.extractfile(name)
    if content is None:
        raise CommandError(f"the backup lacks {name}")
    with target.open("wb") as file:
        shutil.copyfileobj(content, file)


def _postgresql(program: str, *arguments: str) -> None:
    """Run a PostgreSQL tool on the database, as its owner."""
    facts = settings.DATABASES["owner"]
    names = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGDATABASE": "NAME",
        "PGPASSWORD": "PASSWORD",
    }
    environment = os.environ | {
        variable: str(facts[key]) for variable, key in names.items() if facts.get(key)
    }
    done = subprocess.run(
        [str(find_binaries().program(program)), *arguments],
        env=environment, check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        words = done.stderr.strip().splitlines()
        said = next((line for line in words if "ERROR" in line or "FATAL" in line), words[0] if words else "")
        raise CommandError(f"{program} failed: {said or done.returncode}")

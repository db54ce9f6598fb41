"""PostgreSQL refuses to run as root: as root we give it a system account of its own, as anyone else ours."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.embedded.errors import EmbeddedError

SERVICE_NAME = "parvis-postgres"


@dataclass(frozen=True)
class ServiceAccount:
    """Whom PostgreSQL runs as. ``ours`` is true when it is simply the user who started us."""

    name: str
    uid: int
    gid: int
    ours: bool

    def popen_arguments(self) -> dict[str, Any]:
        """Return the arguments by which ``subprocess`` runs a child as this account."""
        if self.ours:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def owns(self, path: Path) -> None:
        """Give one folder or file to this account."""
        if not self.ours:
            os.chown(path, self.uid, self.gid)

    def reaches(self, path: Path) -> bool:
        """Tell whether this account can walk to ``path`` and enter or run it. Changes nobody's rights."""
        if self.ours:
            return os.access(path, os.X_OK)
        test = ["/usr/bin/test", "-x", str(path)]
        return subprocess.run(test, check=False, cwd="/", **self.popen_arguments()).returncode == 0


def service_account() -> ServiceAccount:
    """Return the account for PostgreSQL; as root, create it at the first call. Raises EmbeddedError."""
    if os.geteuid() != 0:
        return ServiceAccount(current_user(), os.geteuid(), os.getegid(), ours=True)
    try:
        entry = pwd.getpwnam(SERVICE_NAME)
    except KeyError:
        _create_account()
        entry = pwd.getpwnam(SERVICE_NAME)
    return ServiceAccount(SERVICE_NAME, entry.pw_uid, entry.pw_gid, ours=False)


def current_user() -> str:
    """Return the name of the user who runs us. Raises EmbeddedError when the system knows none."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise EmbeddedError(
            f"the user number {os.geteuid()} has no name on this system: add it to /etc/passwd, "
            "PostgreSQL cannot run without one"
        ) from None


def _create_account() -> None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")
    if useradd is None:
        raise EmbeddedError("useradd is missing: install the package passwd, or start as an ordinary user")
    command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    made = subprocess.run(
        [*command, "--shell", "/usr/sbin/nologin", SERVICE_NAME], check=False, capture_output=True, text=True
    )
    if made.returncode not in {0, 9}:  # 9: another launcher created it in the meantime
        raise EmbeddedError(f"the account {SERVICE_NAME} could not be created: {made.stderr.strip()}")

"""Where the embedded PostgreSQL keeps its folder, and where its socket goes."""

import hashlib
import pwd
import stat
import tempfile
from pathlib import Path

from config.embedded.account import ServiceAccount, service_account
from config.embedded.errors import EmbeddedError

SYSTEM_HOME = Path("/var/lib/parvis")
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET = 107  # sun_path of Linux, unix(7)


def home_of(data_dir: Path) -> Path:
    """Return the folder of the embedded PostgreSQL that serves ``data_dir``; it may not exist yet.

    It is ``data_dir/postgresql``, except as root when a folder above is closed to the service account, as
    ``/root`` is: then it is under ``/var/lib/parvis``, for we open nobody's folder.
    """
    account = service_account()
    if account.ours or account.reaches(_nearest_existing(data_dir)):
        return data_dir / "postgresql"
    return SYSTEM_HOME / hashlib.sha256(str(data_dir).encode()).hexdigest()[:12] / "postgresql"


def _nearest_existing(path: Path) -> Path:
    while not path.exists():
        path = path.parent
    return path


def make_passage(folder: Path) -> None:
    """Create the folders that are missing up to this one. Everyone may walk through them, nobody else look inside."""
    for missing in [path for path in (*reversed(folder.parents), folder) if not path.exists()]:
        missing.mkdir()
        missing.chmod(0o711)


def make_home(home: Path, account: ServiceAccount) -> None:
    """Create the folder, closed to all but the account; the folders above it stay as they are.

    Raises EmbeddedError when it exists already and is another user's.
    """
    make_passage(home.parent)
    try:
        home.mkdir()
    except FileExistsError:
        _refuse_anothers(home, account)
    else:
        account.owns(home)
    home.chmod(0o700)
    if not account.reaches(home):
        raise EmbeddedError(f"the account {account.name} cannot enter {home}: choose another folder")


def _refuse_anothers(folder: Path, account: ServiceAccount) -> None:
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid:
        raise EmbeddedError(
            f"{folder} belongs to {_name(found.st_uid)}: start as that user, or choose another folder"
        )


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"the user number {uid}"


def socket_dir(home: Path) -> Path:
    """Return the folder of the socket: in the home, or a short one when the path would be too long for Linux."""
    inside = home / "socket"
    if len(str(inside / SOCKET_NAME).encode()) <= LONGEST_SOCKET:
        return inside
    digest = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"parvis-{digest}"


def make_socket_dir(folder: Path, account: ServiceAccount) -> None:
    """Create the folder of the socket, 0700. Raises EmbeddedError when someone else holds that name."""
    try:
        folder.mkdir()
    except FileExistsError:
        _refuse_anothers(folder, account)
    else:
        account.owns(folder)
    folder.chmod(0o700)

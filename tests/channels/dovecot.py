"""A real IMAP server on the loopback: Debian's Dovecot, started by the test that asks for it."""

import imaplib
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.channels.loopback import await_server

PROGRAM = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
ABSENT = "Dovecot is not installed (Debian: dovecot-imapd); bin/test installs it"
PASSWORD = "mot-de-passe"

_CONFIGURATION = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:~/Maildir
mail_access_groups =
{users}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


@dataclass
class Dovecot:
    """A running server: any login opens its own empty box."""

    port: int
    mail: Path
    owner: pwd.struct_passwd

    def client(self, login: str) -> imaplib.IMAP4:
        """Return a connection of another program to a box."""
        connection = imaplib.IMAP4("127.0.0.1", self.port)
        connection.login(login, PASSWORD)
        return connection

    def put(self, login: str, *mails: bytes) -> None:
        """Put mails in a box, as a mail server does."""
        connection = self.client(login)
        for mail in mails:
            connection.append("INBOX", "", "", mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        connection.logout()

    def fill(self, login: str, mails: Iterable[bytes]) -> None:
        """Put many mails in a box that does not exist yet, on its disk."""
        places = [self.mail / login / "Maildir" / name for name in ("cur", "new", "tmp")]
        for place in places:
            place.mkdir(parents=True)
        for number, mail in enumerate(mails):
            (places[0] / f"{number}.M1P1.test:2,").write_bytes(mail)
        for path in [self.mail / login, *(self.mail / login).rglob("*")]:
            if os.getuid() == 0:
                os.chown(path, self.owner.pw_uid, self.owner.pw_gid)

    def count(self, login: str, folder: str = "INBOX", criteria: str = "ALL") -> int:
        """Return how many mails of a folder match."""
        connection = self.client(login)
        connection.select(folder)
        found = connection.search(None, criteria)[1][0].split()
        connection.logout()
        return len(found)


@contextmanager
def running_dovecot(port: int) -> Iterator[Dovecot]:
    """Run a server whose mails are in a folder of its own: pytest's are closed to other accounts than its owner."""
    with TemporaryDirectory(prefix="dovecot-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        with _running(Path(folder), port) as server:
            yield server


@contextmanager
def _running(home: Path, port: int) -> Iterator[Dovecot]:
    assert PROGRAM is not None
    (home / "mail").mkdir()
    root = os.getuid() == 0
    owner = pwd.getpwnam("nobody") if root else pwd.getpwuid(os.getuid())
    if root:
        os.chown(home / "mail", owner.pw_uid, owner.pw_gid)
    users = (
        ""
        if root
        else "\n".join(f"default_{which}_user = {owner.pw_name}" for which in ("internal", "login"))
    )
    file = home / "dovecot.conf"
    file.write_text(
        _CONFIGURATION.format(
            home=home, users=users, password=PASSWORD, uid=owner.pw_uid, gid=owner.pw_gid, port=port
        )
    )
    server = subprocess.Popen([PROGRAM, "-F", "-c", str(file)], stderr=subprocess.PIPE)
    try:
        await_server("Dovecot", port, server, home / "log")
        yield Dovecot(port, home / "mail", owner)
    finally:
        server.terminate()
        server.wait(20)
        assert server.stderr is not None
        server.stderr.close()

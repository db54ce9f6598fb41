"""A real mail server on the loopback: Debian's Postfix, that hands what comes to LMTP, started by the test."""

import grp
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.channels.loopback import await_server

PROGRAM = shutil.which("postfix", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
DAEMONS = Path("/usr/lib/postfix/sbin")
ABSENT = "Postfix is not installed (Debian: postfix), or the tests are not run by root, as its master must be"
DOMAIN = "ville.example.invalid"

_MAIN = """
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
daemon_directory = {daemons}
maillog_file = {home}/log
maillog_file_prefixes = {home}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.example.invalid
mydestination = {domain}
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
local_recipient_maps =
alias_maps =
alias_database =
recipient_delimiter = +
local_transport = lmtp:unix:{door}
queue_run_delay = 1s
transport_retry_time = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 1s
"""
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def can_run() -> bool:
    """Say whether the server is there, with the accounts that its package makes, and may be started."""
    try:
        pwd.getpwnam("postfix"), grp.getgrnam("postdrop")
    except KeyError:
        return False
    return PROGRAM is not None and os.getuid() == 0 and (DAEMONS / "master").exists()


def free_port() -> int:
    """Return a port of the loopback on which nobody listens."""
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])


@contextmanager
def running_postfix(home: Path, port: int, door: Path) -> Iterator[None]:
    """Run a server that receives on a port and delivers to a socket. Its queue is in ``home``."""
    assert PROGRAM is not None
    for folder in (home, home / "queue", home / "data", home / "etc"):
        folder.mkdir()
        folder.chmod(0o755)  # its daemons are another account, whatever the umask of the tests
    shutil.chown(home / "data", "postfix")
    (home / "etc" / "main.cf").write_text(_MAIN.format(home=home, daemons=DAEMONS, domain=DOMAIN, door=door))
    (home / "etc" / "master.cf").write_text(_MASTER.format(port=port))
    done = subprocess.run([PROGRAM, "-c", home / "etc", "check"], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    server = subprocess.Popen(
        [DAEMONS / "master", "-c", home / "etc", "-d"], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        await_server("Postfix", port, server, home / "log")
        yield
    finally:
        server.terminate()
        server.wait(20)

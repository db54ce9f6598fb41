"""Take mails from a mail server by LMTP, on a socket of this machine, until told to stop.

    lmtp --socket /run/parvis/lmtp --group postfix
    lmtp --port 10024

A mail is acknowledged once it is kept; a worker sorts it. What cannot be kept stays with the mail server, which tries
again. Several may run. See docs/guides/mail.md for the lines to write in Postfix.
"""

import argparse
import asyncio
import shutil
import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from config.console import CommandError, Output

if TYPE_CHECKING:
    from parvis.channels.mail.lmtp import Door

HELP = "take mails from a mail server by LMTP"
THREADS = 4


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where to listen."""
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--socket", type=Path, metavar="PATH", help="a Unix socket, made when it is not there")
    where.add_argument("--port", type=int, help="a port of the loopback")
    parser.add_argument("--group", metavar="NAME", help="who may write to the socket, beside its owner")


def run(options: argparse.Namespace, out: Output) -> None:
    """Listen until told to stop; what is being kept is finished first."""
    from parvis.channels.mail.lmtp import Door

    listening = _bound(options)
    with ThreadPoolExecutor(THREADS, thread_name_prefix="lmtp") as threads:
        try:
            asyncio.run(_serve(Door(_keep, threads), listening, out))
        finally:
            if options.socket:
                options.socket.unlink(missing_ok=True)


async def _serve(door: "Door", listening: socket.socket, out: Output) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for kind in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(kind, stop.set)
    server = (
        await loop.create_unix_server(door.protocol, sock=listening)
        if listening.family == socket.AF_UNIX
        else await loop.create_server(door.protocol, sock=listening)
    )
    out.say(f"LMTP ready on {listening.getsockname()}.")
    async with server:
        await stop.wait()


def _bound(options: argparse.Namespace) -> socket.socket:
    """Return the socket, bound: whoever may write to it is said before anyone can. Raises CommandError."""
    listening = socket.socket(socket.AF_UNIX if options.port is None else socket.AF_INET, socket.SOCK_STREAM)
    try:
        if options.port is None:
            _bind_path(listening, options.socket, options.group)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(("127.0.0.1", options.port))
    except CommandError:
        listening.close()
        raise
    except (OSError, OverflowError) as trouble:
        listening.close()
        raise CommandError(f"{options.socket or options.port}: {trouble}") from None
    return listening


def _bind_path(listening: socket.socket, path: Path, group: str | None) -> None:
    if _answers(path):
        raise CommandError(f"{path}: another one listens there")
    path.unlink(missing_ok=True)
    listening.bind(str(path))
    if group:
        try:
            shutil.chown(path, group=group)
        except LookupError:
            raise CommandError(f"no group is called {group}") from None
        path.chmod(0o660)


def _answers(path: Path) -> bool:
    """Say whether somebody listens on a socket; one that a kill left does not answer. Raises CommandError."""
    if path.exists() and not path.is_socket():
        raise CommandError(f"{path} is not a socket")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True


def _keep(raw: bytes, sender: str, recipients: tuple[str, ...]) -> str:
    """Keep a mail in a thread of ours: it has its own connection and says for whom it acts."""
    from django.db import close_old_connections

    from parvis.channels.services.receive import Kept, keep_mail
    from parvis.common import actor

    close_old_connections()  # one that broke since the last mail is made anew
    with actor.acting_as(actor.for_system("lmtp")):
        mail = keep_mail(raw=raw, coming=Kept(envelope_from=sender, envelope_to=recipients))
    return str(mail.pk)

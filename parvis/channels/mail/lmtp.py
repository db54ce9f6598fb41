"""The door by which a mail server hands mails over: LMTP (RFC 2033), on a socket of this machine.

A mail is acknowledged once it is on the disk and in the database; until then the server holds it and tries again. It is
sorted afterwards, by a job. Whatever fails here is « try again later »: never a refusal, which would be a bounce to a
person.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session

LARGEST = 100_000_000
"""Bytes of one mail: twice what is read of it (``limits.MAX_BYTES``)."""
LONGEST_LINE = 20_000_000
"""Bytes of one line: some programs write a whole page, or a whole file, on one."""
log = structlog.get_logger()

Keep = Callable[[bytes, str, tuple[str, ...]], str]
"""Keeps a mail: its source, the sender and the recipients of its envelope; returns the id under which it is kept."""


class _Lmtp(LMTP):
    line_length_limit = LONGEST_LINE


class Door:
    """Takes mails in, several at once, each kept by ``keep`` in a thread of ``threads``."""

    def __init__(self, keep: Keep, threads: Executor) -> None:
        self._keep, self._threads = keep, threads

    def protocol(self) -> LMTP:
        """Return what speaks to one connection."""
        return _Lmtp(
            self, hostname="localhost", ident="Parvis", enable_SMTPUTF8=True, data_size_limit=LARGEST
        )

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802 - aiosmtpd's
        """Keep a mail; answer for each recipient, as LMTP asks: the same for all, since it is one mail."""
        sender, recipients = (envelope.mail_from or "").strip("<>"), tuple(envelope.rcpt_tos)
        try:
            key = await asyncio.get_running_loop().run_in_executor(
                self._threads,
                self._keep,
                envelope.original_content or b"",
                sender,
                recipients,
            )
            said = f"250 2.0.0 kept as {key}"
        except Exception as trouble:  # noqa: BLE001 - a full disk, a base away, a fault of ours: the server holds the mail
            log.warning("channels.lmtp_not_kept", error=type(trouble).__name__)
            said = "451 4.3.0 not kept, try again later"
        return "\r\n".join([said] * max(len(recipients), 1))

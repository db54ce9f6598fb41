"""A box read by IMAP: the network, and nothing of ours. Every trouble is a ``BoxUnreachable`` with a short code."""

import imaplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from parvis.channels.errors import BoxUnreachable

TIMEOUT = 30
"""Seconds without a word from the server."""
BATCH, BATCH_BYTES = 50, 20_000_000


@dataclass(frozen=True)
class Account:
    """Where a box is and how it is opened. ``security``: « tls », « starttls » or « none »."""

    host: str
    port: int
    security: str
    login: str
    password: str
    folder: str = "INBOX"


@dataclass(frozen=True)
class Fetched:
    """A mail as the server gave it: its number in the box, its bytes, when the server took it in."""

    uid: int
    raw: bytes
    arrived_at: datetime | None


class Box:
    """An open folder."""

    def __init__(self, client: Any, folder: str) -> None:
        self._client = client
        told = client.select_folder(folder)
        self.uid_validity = int(told[b"UIDVALIDITY"])

    def uids_after(self, last: int) -> list[int]:
        """Return the numbers of the mails that came after one, in order."""
        found = self._client.search(
            ["UID", f"{last + 1}:*"]
        )  # « n:* » always gives the last mail, even an older one
        return sorted(uid for uid in found if uid > last)

    def uids(self) -> list[int]:
        """Return the numbers of every mail of the folder."""
        return sorted(self._client.search(["ALL"]))

    def batches(self, uids: Sequence[int]) -> Iterator[list[int]]:
        """Yield some mails by groups that fit in memory; those that went away meanwhile are left out."""
        for start in range(0, len(uids), BATCH):
            sizes = self._client.fetch(uids[start : start + BATCH], ["RFC822.SIZE"])
            group: list[int] = []
            weight = 0
            for uid in sorted(sizes):
                size = int(sizes[uid].get(b"RFC822.SIZE", 0))
                if group and weight + size > BATCH_BYTES:
                    yield group
                    group, weight = [], 0
                group.append(uid)
                weight += size
            if group:
                yield group

    def fetch(self, uids: Sequence[int]) -> list[Fetched]:
        """Return mails, unread marks left as they are; one deleted meanwhile is not there any more."""
        told = self._client.fetch(uids, ["BODY.PEEK[]", "INTERNALDATE"])
        return [
            Fetched(uid, bytes(told[uid][b"BODY[]"]), told[uid].get(b"INTERNALDATE"))
            for uid in sorted(told)
            if told[uid].get(b"BODY[]") is not None
        ]

    def mark_read(self, uids: Sequence[int]) -> None:
        """Mark mails as read."""
        self._client.add_flags(uids, [b"\\Seen"], silent=True)

    def move(self, uids: Sequence[int], folder: str) -> None:
        """Move mails to another folder, made when it is missing."""
        if not self._client.folder_exists(folder):
            self._client.create_folder(folder)
        if self._client.has_capability("MOVE"):
            self._client.move(uids, folder)
            return
        self._client.copy(uids, folder)
        self.delete(uids)

    def delete(self, uids: Sequence[int]) -> None:
        """Delete mails, and no other that someone else marked."""
        self._client.delete_messages(uids, silent=True)
        if self._client.has_capability("UIDPLUS"):
            self._client.uid_expunge(uids)


@contextmanager
def opened(account: Account) -> Iterator[Box]:
    """Open a box for a while. Raises BoxUnreachable."""
    try:
        with _connected(account) as client:
            yield Box(client, account.folder)
    except LoginError:
        raise BoxUnreachable("login_refused") from None
    except ssl.SSLError as trouble:
        raise BoxUnreachable(f"tls_{type(trouble).__name__}") from None
    except (IMAPClientError, imaplib.IMAP4.error, KeyError, ValueError) as trouble:
        raise BoxUnreachable(f"server_{type(trouble).__name__}") from None
    except OSError as trouble:
        raise BoxUnreachable(f"network_{type(trouble).__name__}") from None


def _connected(account: Account) -> Any:
    client = IMAPClient(account.host, port=account.port, ssl=account.security == "tls", timeout=TIMEOUT)
    client.normalise_times = False  # moments keep their zone
    try:
        if account.security == "starttls":
            client.starttls(ssl.create_default_context())
        client.login(account.login, account.password)
    except BaseException:
        client.shutdown()
        raise
    return client

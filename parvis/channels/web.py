"""One bounded call to a provider: a time, a size, no redirection; what it means when none answers.

Their addresses are given by the operator only, so that no rule on where they lead is needed here.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import urllib3
from django.utils.translation import gettext as _
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, SSLError

from parvis.channels.errors import TryAgain, Unsure
from parvis.channels.registry import Health

SECONDS = 20.0
LARGEST = 1_000_000
"""Bytes of an answer that are read."""


@dataclass(frozen=True)
class Answer:
    """What a provider answered: its code, and its JSON document, None when there is none."""

    status: int
    document: Any = None

    def get(self, name: str) -> Any:
        """Return a member of the document, None when it has none."""
        return self.document.get(name) if isinstance(self.document, dict) else None


def call(
    method: str,
    address: str,
    *,
    headers: Mapping[str, str] | None = None,
    content: bytes | None = None,
    seconds: float = SECONDS,
) -> Answer:
    """Call a provider once. Raises TryAgain when it was not reached, Unsure when it may have been."""
    pool = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=seconds / 2, read=seconds))
    try:
        answer = pool.request(
            method, address, body=content, headers=dict(headers or {}), redirect=False, preload_content=False
        )
        read = answer.read(LARGEST, decode_content=True)
        answer.release_conn()
    except (NewConnectionError, ConnectTimeoutError, SSLError):
        raise TryAgain("unreachable") from None
    except (HTTPError, OSError, ValueError):
        raise Unsure("no_answer") from None
    finally:
        pool.clear()
    return Answer(answer.status, _document(read))


def call_json(
    method: str,
    address: str,
    said: Any,
    *,
    headers: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
) -> Answer:
    """Call a provider with a JSON document. Raises as ``call``."""
    content = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    told = {
        "Content-Type": "application/json; charset=utf-8",
        "Accept": "application/json",
        **(headers or {}),
    }
    return call(method, address, headers=told, content=content, seconds=seconds)


def check_address(address: str) -> Health:
    """Ask a provider's address for what it takes, without sending, and say whether it answers."""
    try:
        answer = call("OPTIONS", address, seconds=5)
    except TryAgain as away:
        return Health(False, _("Le prestataire ne répond pas (%(reason)s).") % {"reason": away.reason})
    return Health(answer.status < 500, _("Le prestataire répond (%(status)d).") % {"status": answer.status})


def trouble(status: int) -> TryAgain | None:
    """Return what a code says of the provider itself: busy, down, or an account that is refused; None otherwise.

    None of these took the message: another provider may.
    """
    if status in {401, 402, 403, 404, 408, 425, 429} or status >= 500:
        return TryAgain(f"http_{status}")
    return None


def _document(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None

"""One bounded reading by HTTP: a time, a size, few redirections, addresses that may be called, JSON and nothing else.

Never inside a transaction: a server that hangs would hold it.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from http.client import HTTPException
from socket import SHUT_RDWR, socket
from ssl import SSLCertVerificationError
from threading import Timer
from time import monotonic
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext as _
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse
from urllib3.util.ssl_match_hostname import CertificateError

from parvis.catalogue.errors import SourceDown
from parvis.catalogue.lists.addresses import address_of

LARGEST = 5_000_000
"""Bytes of an answer."""
MOST_REDIRECTIONS = 3
_CHUNK = 65_536
_REDIRECTIONS = frozenset({301, 302, 303, 307, 308})
_HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "Parvis"}


@dataclass(frozen=True)
class _Deadline:
    """The moment when an answer must be whole, whatever the steps before it took."""

    seconds: float
    end: float

    def left(self) -> float:
        """Return the seconds that remain. Raises SourceDown when none does."""
        left = self.end - monotonic()
        if left <= 0:
            raise _too_slow(self.seconds)
        return left


def fetch_json(address: str, *, seconds: float) -> Any:
    """Return the JSON document of an address. Raises SourceDown, with a sentence for builders, and nothing else."""
    deadline = _Deadline(seconds, monotonic() + seconds)
    for _turn in range(MOST_REDIRECTIONS + 1):
        found = _read(address, deadline)
        if isinstance(found, bytes):
            return _document(found)
        if address.startswith("https:") and not found.startswith("https:"):
            raise SourceDown(_("Le serveur renvoie vers une adresse qui n’est pas protégée."))
        address = found
    raise SourceDown(_("Le serveur renvoie trop de fois d’une adresse à une autre."))


@dataclass(frozen=True)
class Exchanged:
    """What a server answered: its code, and its JSON document, None when there is none.

    ``is_readable`` is false when it sent something that is not JSON: the page of a proxy, often.
    """

    status: int
    document: Any
    is_readable: bool = True


StandIn = Callable[[str, str, bytes | None, Mapping[str, str]], Exchanged]
"""Answers a call in the place of a server: address, method, content, headers."""
_stand_in: ContextVar[StandIn | None] = ContextVar("parvis_stand_in", default=None)


@contextmanager
def answered_by(stand_in: StandIn) -> Iterator[None]:
    """Have every call within a block answered by a stand-in, none leaving: trials. Never used by a view."""
    token = _stand_in.set(stand_in)
    try:
        yield
    finally:
        _stand_in.reset(token)


def exchange(
    address: str, *, method: str, content: bytes | None, headers: Mapping[str, str], seconds: float
) -> Exchanged:
    """Call a server once, whatever its answer; follow no redirection. Raises SourceDown when none came."""
    stand_in = _stand_in.get()
    if stand_in is not None:
        return stand_in(address, method, content, headers)
    deadline = _Deadline(seconds, monotonic() + seconds)
    try:
        with _connection(address, deadline) as (connection, target), _cut_off(connection, deadline):
            connection.request(
                method,
                target,
                body=content,
                headers={**_headers(address), **headers},
                preload_content=False,
                decode_content=False,
            )
            answer = connection.getresponse()
            content = _content(answer, deadline)
            document = _document_if_any(content)
            return Exchanged(answer.status, document, is_readable=document is not None or not content.strip())
    except SourceDown:
        raise
    except (SSLCertVerificationError, CertificateError):
        raise SourceDown(_("Le certificat du serveur n’est pas valable.")) from None
    except (HTTPError, HTTPException, OSError, ValueError):
        deadline.left()
        raise SourceDown(_("La connexion au serveur a échoué ou s’est interrompue.")) from None


def _document_if_any(content: bytes) -> Any:
    try:
        return json.loads(content, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return None


def _read(address: str, deadline: _Deadline) -> bytes | str:
    """Return the bytes of an answer, or the address it leads to."""
    try:
        with _connection(address, deadline) as (connection, target), _cut_off(connection, deadline):
            connection.request(
                "GET", target, headers=_headers(address), preload_content=False, decode_content=False
            )
            return _answer(address, connection.getresponse(), deadline)
    except SourceDown:
        raise
    except (SSLCertVerificationError, CertificateError):
        raise SourceDown(_("Le certificat du serveur n’est pas valable.")) from None
    except (HTTPError, HTTPException, OSError, ValueError):
        deadline.left()
        raise SourceDown(_("La connexion au serveur a échoué ou s’est interrompue.")) from None


@contextmanager
def _connection(address: str, deadline: _Deadline) -> Iterator[tuple[HTTPConnection, str]]:
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not host or parts.username:
        raise SourceDown(_("L’adresse ne peut pas être lue."))
    port = parts.port or (443 if parts.scheme == "https" else 80)
    number = address_of(host, port, seconds=deadline.left())
    connection = (
        HTTPSConnection(
            number,
            port,
            timeout=deadline.left(),
            server_hostname=host,
            assert_hostname=host,
            cert_reqs="CERT_REQUIRED",
        )
        if parts.scheme == "https"
        else HTTPConnection(number, port, timeout=deadline.left())
    )
    try:
        yield connection, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    finally:
        connection.close()


@contextmanager
def _cut_off(connection: HTTPConnection, deadline: _Deadline) -> Iterator[None]:
    """Cut the line at the deadline: a server that sends a byte now and then would outlast every wait of a socket."""

    # The library lets go of its socket once the headers are read: ours is kept.
    lines: list[socket] = []

    def cut() -> None:
        for line in lines or [connection.sock]:
            with suppress(OSError, AttributeError):
                line.shutdown(SHUT_RDWR)

    timer = Timer(deadline.left(), cut)
    timer.daemon = True
    timer.start()
    try:
        connection.connect()
        lines.append(connection.sock)
        yield
    finally:
        timer.cancel()
        for number in (line.detach() for line in lines):
            if number >= 0:  # the library still held it
                os.close(number)


def _headers(address: str) -> Mapping[str, str]:
    # The connection is to a number: the name is said here, as for any server of several names.
    return {**_HEADERS, "Host": urlsplit(address).netloc}


def _answer(address: str, answer: BaseHTTPResponse, deadline: _Deadline) -> bytes | str:
    leads_to = answer.headers.get("Location", "")
    if answer.status in _REDIRECTIONS and leads_to:
        return urljoin(address, leads_to)
    if answer.status != 200:
        raise SourceDown(_("Le serveur a répondu par le code %(status)d.") % {"status": answer.status})
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise SourceDown(_("Le serveur compresse sa réponse sans qu’on le lui demande."))
    return _content(answer, deadline)


def _content(answer: BaseHTTPResponse, deadline: _Deadline) -> bytes:
    """Return the bytes of an answer, as many as are taken."""
    content = bytearray()
    while chunk := answer.read(_CHUNK, decode_content=False):
        deadline.left()
        content += chunk
        if len(content) > LARGEST:
            raise SourceDown(_("La réponse dépasse %(size)d Mo.") % {"size": LARGEST // 1_000_000})
    deadline.left()
    return bytes(content)


def _document(content: bytes) -> Any:
    try:
        return json.loads(content, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):  # not text, not JSON, or nested beyond reason
        raise SourceDown(_("La réponse n’est pas du JSON.")) from None


def _refuse_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are Python's, not JSON's


def _too_slow(seconds: float) -> SourceDown:
    return SourceDown(_("Le serveur n’a pas tout répondu en %(seconds)g secondes.") % {"seconds": seconds})

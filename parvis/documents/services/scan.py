"""The antivirus: a ClamAV daemon, when the platform has one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import IO, BinaryIO, cast
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from clamav_client.clamd import BufferTooLongError, ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from parvis.common import actor, clock
from parvis.common.jobs import defer
from parvis.documents import tasks
from parvis.documents.errors import ScannerUnavailable
from parvis.documents.models import ScanState, StoredFile

TIMEOUT = 60  # seconds
PATIENCE = timedelta(days=3)
"""How long a file waits for an antivirus that answers for the others."""
log = structlog.get_logger()


def scan_file(*, file_id: UUID) -> ScanState:
    """Ask the antivirus about a file that waits, and record the answer. Raises ScannerUnavailable: try again.

    A file already answered for is left alone. One heavier than the daemon takes (``CLAMAV_MAX_BYTES``) does not wait
    for ever: it is said unchecked, and is saved but never shown. The daemon is asked outside any transaction.
    """
    with transaction.atomic():
        file = StoredFile.objects.get(pk=file_id)
    if file.scan_state != ScanState.PENDING:
        return ScanState(file.scan_state)
    state = ScanState.UNCHECKED
    if file.size <= settings.CLAMAV_MAX_BYTES:
        with default_storage.open(file.key) as content:
            state = _ask(content)
    with transaction.atomic():
        StoredFile.objects.filter(pk=file_id, scan_state=ScanState.PENDING).update(scan_state=state)
    if state in {ScanState.INFECTED, ScanState.UNCHECKED}:
        log.warning("documents.kept_aside", file=str(file_id), state=str(state), size=file.size)
    return state


def rescan_waiting_files() -> int:
    """Defer again the scan of files that have waited for an hour, and return how many: their job was lost.

    Those that have waited for ``PATIENCE`` while the daemon answers are said unchecked.
    """
    answers = _answers()
    with transaction.atomic(), actor.acting_as(actor.for_system("documents.rescan")):
        waiting = StoredFile.objects.filter(scan_state=ScanState.PENDING)
        if answers:
            waiting.filter(created_at__lt=clock.now() - PATIENCE).update(scan_state=ScanState.UNCHECKED)
        return _defer_again(waiting.filter(created_at__lt=clock.now() - timedelta(hours=1)))


def _defer_again(waiting: QuerySet[StoredFile]) -> int:
    keys = list(waiting.order_by("created_at").values_list("pk", flat=True)[:500])
    for key in keys:
        defer(tasks.scan_file, file_id=str(key))
    return len(keys)


def _answers() -> bool:
    try:
        return bool(check_scanner())
    except ScannerUnavailable:
        return False


def check_scanner() -> str:
    """Return the antivirus's own version, "" when none is configured. Raises ScannerUnavailable."""
    if not settings.CLAMAV_SOCKET:
        return ""
    with _daemon() as daemon:
        return str(daemon.version()).strip()


def _ask(content: IO[bytes]) -> ScanState:
    with _daemon() as daemon:
        try:
            answer = daemon.instream(cast("BinaryIO", content))
        except BufferTooLongError:
            return ScanState.UNCHECKED
    verdict = (answer.get("stream") or ("", ""))[0]
    if verdict == "OK":
        return ScanState.CLEAN
    if verdict == "FOUND":
        return ScanState.INFECTED
    raise ScannerUnavailable(reason="no_verdict")


@contextmanager
def _daemon() -> Iterator[ClamdNetworkSocket]:
    """Give a client of the daemon at ``settings.CLAMAV_SOCKET``: a path, or ``host:port``."""
    address = settings.CLAMAV_SOCKET
    place = urlsplit(f"//{address}")
    client: ClamdNetworkSocket  # the library's own base of both
    if address.startswith("/"):
        client = ClamdUnixSocket(path=address, timeout=TIMEOUT)
    else:
        client = ClamdNetworkSocket(
            host=place.hostname or "127.0.0.1", port=place.port or 3310, timeout=TIMEOUT
        )
    try:
        yield client
    except (ClamdError, OSError) as refusal:
        raise ScannerUnavailable(reason=type(refusal).__name__) from refusal
    finally:
        opened = getattr(client, "clamd_socket", None)  # the library leaves it open when it cannot connect
        if opened is not None:
            opened.close()

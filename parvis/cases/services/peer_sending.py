"""Handing a demand to a body that is on another Parvis: the same signed deposit however often it is tried."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import structlog
from django.core.files.storage import default_storage
from django.db import transaction

from parvis.cases import access
from parvis.cases.action_kinds import ActionFailed
from parvis.cases.errors import DepositChanged, UnknownKey
from parvis.cases.models import Case
from parvis.cases.models.peer import Peer, PeerBody
from parvis.cases.services.peers import peer_body, signed_for
from parvis.cases.signed_calls import asked
from parvis.common.errors import Invalid
from parvis.documents.models import StoredFile

FORMAT = "parvis-deposit/1"
SECONDS = 120
HEAVIEST = 60_000_000
"""Bytes of files in one deposit; a heavier file leaves by e-mail, in parts, or by post."""
log = structlog.get_logger()
_DOOR = "/api/v1/deposits/"
_BOUNDARY = "parvis-deposit-"


class TooHeavy(Exception):
    """The files of a case are too heavy for one deposit."""


def hand_over(
    *, case_id: UUID, body_id: int, rows: Sequence[tuple[str, str]], files: Sequence[StoredFile]
) -> dict[str, Any]:
    """Send a case to its body on another Parvis, outside any transaction; return what it answers.

    ``rows`` are the answers as a person reads them. Sent again, it is the same deposit: nothing is doubled there, even
    when the person changed their address since: it has the first one already.
    Raises ActionFailed (``again`` when it may succeed later), NotFound when the body is no more known, TooHeavy.
    """
    if sum(file.size for file in files) > HEAVIEST:
        raise TooHeavy
    with transaction.atomic():
        body = peer_body(body_id)
        case = access.get_case(case_id)
        manifest = _manifest(case, body, rows, files)
        headers = signed_for(body.peer, manifest)
    content, media_type = _multipart(manifest, files)
    answer = asked(
        f"{body.peer.address}{_DOOR}",
        method="POST",
        content=content,
        headers={**headers, "Content-Type": media_type},
        seconds=SECONDS,
        fine={DepositChanged.status, UnknownKey.status},
    )
    told = answer.document if isinstance(answer.document, dict) else {}
    if answer.status == UnknownKey.status:  # a key, a secret, a clock: what the operators of both sides mend
        code = str(told.get("code") or answer.status)[:40]
        log.warning("cases.peer_knows_us_not", case=str(case_id), peer=body.peer.code, said=code)
        raise ActionFailed(code)
    if answer.status == DepositChanged.status and told.get("code") != DepositChanged.code:
        raise ActionFailed(str(told.get("detail") or answer.status), again=False)
    return told


def try_peer(peer: Peer) -> None:
    """Call another Parvis with a signed manifest that says nothing: whoever knows our key finds it incomplete.

    Raises ActionFailed: it does not answer, is in an inner network (PARVIS_SOURCE_NETWORKS), or refuses who signs.
    """
    manifest = json.dumps({"format": FORMAT}).encode()
    content, media_type = _multipart(manifest, ())
    answer = asked(
        f"{peer.address}{_DOOR}",
        method="POST",
        content=content,
        headers={**signed_for(peer, manifest), "Content-Type": media_type},
        seconds=SECONDS,
        fine={Invalid.status, UnknownKey.status},
    )
    told = answer.document if isinstance(answer.document, dict) else {}
    if answer.status != Invalid.status:
        raise ActionFailed(str(told.get("code") or answer.status))


def _manifest(
    case: Case, body: PeerBody, rows: Sequence[tuple[str, str]], files: Sequence[StoredFile]
) -> bytes:
    """Return what is signed. The same case always gives the same bytes: it is by then ours no more."""
    told = {
        "format": FORMAT,
        "id": str(case.pk),
        "to": body.slug,
        "sender": case.organisation.name,
        "procedure": case.procedure_code,
        "subject": case.subject,
        "text": "\n\n".join(f"{label}\n{text}" for label, text in rows),
        "received_at": case.first_received_at.isoformat(),
        "answers": case.answers,
        "person": _person(case),
        "files": [{"id": str(one.pk), "name": one.name, "sha256": _digest(one)} for one in files],
        "language": case.language,
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def _person(case: Case) -> dict[str, str]:
    person = case.person
    if person is None:
        return {}
    parts = ("kind", "civility", "first_name", "last_name", "company_name", "siret")
    ways = ("email", "phone", "postal_address", "preferred_channel")
    return {name: str(getattr(person, name)) for name in (*parts, *ways) if getattr(person, name)}


def _digest(file: StoredFile) -> str:
    """Return the SHA-256 of what is stored: what was re-encoded on its way in is not what the person sent."""
    digest = hashlib.sha256()
    with default_storage.open(file.key) as content:
        for chunk in content.chunks():
            digest.update(chunk)
    return digest.hexdigest()


def _multipart(manifest: bytes, files: Sequence[StoredFile]) -> tuple[bytes, str]:
    boundary = f"{_BOUNDARY}{secrets.token_hex(16)}"
    body = bytearray(_part(boundary, "deposit", "deposit.json", "application/json", manifest))
    for file in files:
        with default_storage.open(file.key) as content:
            body += _part(boundary, "file", f"{file.pk}", file.media_type, content.read())
    body += f"--{boundary}--\r\n".encode()
    return bytes(body), f"multipart/form-data; boundary={boundary}"


def _part(boundary: str, name: str, file: str, media_type: str, content: bytes) -> bytes:
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
        f"Content-Type: {media_type}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n"

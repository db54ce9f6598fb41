"""Deposits that another Parvis signs: one manifest, its files, no key of a body."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from parvis.api.door import MULTIPART
from parvis.api.errors import BodyTooLarge, Malformed, WrongMediaType
from parvis.api.text import without_hostile_characters
from parvis.cases.errors import BadSignature, ExpiredKey, StaleCall, UnknownKey
from parvis.cases.models import Case, Peer
from parvis.cases.numbers import say_number
from parvis.cases.services.peer_deposits import MOST_FILES, Handed, take_handed
from parvis.cases.services.peers import KEY, peer_of_call
from parvis.cases.signed_calls import SIGNATURE, TIMESTAMP
from parvis.common import actor, clock
from parvis.common.errors import Invalid
from parvis.common.throttle import hit

FORMAT = "parvis-deposit/1"
LARGEST = 2_000_000
"""Bytes of a manifest."""
MANIFEST, FILE = "deposit", "file"


class HandedFile(BaseModel):
    """A file of the deposit; its content is the part « file » of that name."""

    id: str = Field(max_length=64)
    name: str = Field(max_length=200)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Manifest(BaseModel):
    """What is signed."""

    format: str
    id: UUID
    to: str = Field(max_length=100)
    sender: str = Field(max_length=200)
    procedure: str = Field(max_length=100)
    subject: str = Field(max_length=300)
    text: str = Field(max_length=500_000)
    received_at: AwareDatetime
    answers: dict[str, Any] = {}
    person: dict[str, str] = {}
    files: list[HandedFile] = Field([], max_length=MOST_FILES)
    language: str = Field("fr", max_length=5)


@login_not_required
@csrf_exempt
@require_POST
@transaction.non_atomic_requests
def deposit(request: HttpRequest) -> HttpResponse:
    """Take a deposit (multipart: the manifest, its files): 201, or 200 when it came before.

    Raises UnknownKey, ExpiredKey, StaleCall, BadSignature, UnknownBody, DepositChanged, Invalid, NotCompetent,
    Malformed, WrongMediaType, TooMany.
    """
    if request.content_type != MULTIPART:
        raise WrongMediaType(accepted=MULTIPART)
    content = _manifest(request)
    peer = _peer(request, content)
    handed, contents = _read(content, request)
    with actor.acting_as(actor.for_job(handed.key, label="peer")), transaction.atomic():
        hit("api.deposit.peer", peer.code, limit=600, seconds=60)
        case, is_new = take_handed(peer=peer, handed=handed, contents=contents)
    return JsonResponse(_told(case), status=201 if is_new else 200)


def _manifest(request: HttpRequest) -> bytes:
    """Return the manifest as it came: with the name of a file or without, as programs write it."""
    given = request.FILES.get(MANIFEST)
    if given is not None:
        if (given.size or 0) > LARGEST:
            raise BodyTooLarge
        return bytes(given.read())
    text = request.POST.get(MANIFEST)
    if text is None:
        raise Malformed
    return text.encode("utf-8", "surrogateescape")


def _peer(request: HttpRequest, content: bytes) -> Peer:
    """Return who signs. What is refused is counted: guessing is slow."""
    try:
        with transaction.atomic():
            return peer_of_call(request.headers, content)
    except (UnknownKey, ExpiredKey, StaleCall, BadSignature):
        with transaction.atomic():
            hit("api.deposit", request.META.get("REMOTE_ADDR", ""), limit=120, seconds=3600)
        raise


def _read(content: bytes, request: HttpRequest) -> tuple[Handed, Mapping[str, "UploadedFile[Any]"]]:
    try:
        text = content.decode()
        payload = json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed from None
    without_hostile_characters(payload)
    try:
        told = Manifest.model_validate(payload)
    except ValidationError as wrong:
        raise Invalid({_where(fault["loc"]): [str(fault["msg"])] for fault in wrong.errors()}) from None
    if told.format != FORMAT:
        raise Invalid(
            {"format": [_("Ce format n’est pas lu ici : %(format)s attendu.") % {"format": FORMAT}]}
        )
    proof = {
        "manifest": text,
        "key": request.headers.get(KEY, ""),
        "timestamp": request.headers.get(TIMESTAMP, ""),
        "signature": request.headers.get(SIGNATURE, ""),
        "taken_at": clock.now().isoformat(),
    }
    handed = Handed(
        key=told.id,
        to=told.to,
        sender=told.sender,
        procedure=told.procedure,
        subject=told.subject,
        text=told.text,
        received_at=told.received_at,
        answers=told.answers,
        person=told.person,
        files=[file.model_dump() for file in told.files],
        language=told.language,
        proof=proof,
    )
    return handed, _contents(told, request)


def _contents(told: Manifest, request: HttpRequest) -> dict[str, "UploadedFile[Any]"]:
    """Return the files by their digest. Raises Invalid when one lacks, or is not the one that was signed."""
    contents = {_digest(part): part for part in request.FILES.getlist(FILE)[:MOST_FILES]}
    lacking = [file.name for file in told.files if file.sha256 not in contents]
    if lacking:
        sentence = _("Le contenu de ce fichier manque, ou n’est pas celui qui a été signé : %(name)s.")
        raise Invalid({"files": [sentence % {"name": name} for name in lacking]})
    return contents


def _digest(part: "UploadedFile[Any]") -> str:
    digest = hashlib.sha256()
    for chunk in part.chunks():
        digest.update(chunk)
    part.seek(0)
    return digest.hexdigest()


def _where(place: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in place) or "deposit"


def _told(case: Case) -> dict[str, Any]:
    return {
        "id": str(case.pk),
        "number": case.number,
        "said": say_number(case.number),
        "organisation": case.organisation.slug,
        "state": case.state,
        "received_at": case.received_at.isoformat(),
        "first_received_at": case.first_received_at.isoformat(),
    }

"""A demand that another Parvis hands over: whole, once, with the day it was first received (CRPA L114-2, L114-3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases.access import get_case
from parvis.cases.errors import DepositChanged, NotCompetent, UnknownBody
from parvis.cases.models import Case, IntakeChannel, Peer
from parvis.cases.services.deposits import read_deposit
from parvis.cases.services.intake import CameFrom, Deposit, born_of, register_deposit
from parvis.cases.services.mail_answers import Said
from parvis.cases.services.mail_files import Taken, references
from parvis.cases.services.messages import attach_files
from parvis.cases.services.words_case import Asked, case_of_words
from parvis.catalogue import queries as catalogue
from parvis.catalogue.file_boxes import file_boxes
from parvis.catalogue.forms import engine
from parvis.common import actor, clock
from parvis.common.errors import Invalid, NotFound
from parvis.documents.errors import RefusedFile
from parvis.documents.models import StoredFile
from parvis.documents.services.store import store_file
from parvis.organisations.models import Organisation
from parvis.organisations.queries import organisation_by_slug

LARGEST = 25_000_000
"""Bytes of one file."""
MOST_FILES = 60
SLACK = timedelta(minutes=5)
OLDEST = timedelta(days=3660)
"""Past ten years a date of receipt is a slip: delays are not reckoned from it."""
CONTACT = "contact"


@dataclass(frozen=True, kw_only=True)
class Handed:
    """What another Parvis hands over. ``proof``: its words as they came, with what signs them: kept as evidence.

    ``files``: for each, its name, its SHA-256, its id over there; ``answers`` name files by these ids.
    """

    key: UUID
    to: str
    sender: str
    procedure: str
    subject: str
    text: str
    received_at: datetime
    answers: Mapping[str, Any]
    person: Mapping[str, Any]
    files: Sequence[Mapping[str, str]] = ()
    language: str = "fr"
    proof: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def take_handed(*, peer: Peer, handed: Handed, contents: Mapping[str, "File[bytes]"]) -> tuple[Case, bool]:
    """Register what another Parvis hands over, once; the boolean says whether it is new.

    ``contents`` are the files by their SHA-256, already verified. Raises UnknownBody, DepositChanged, Invalid, and
    NotCompetent when the body offers neither that procedure nor a contact.
    """
    key = f"peer:{peer.pk}:{handed.key}"
    known = born_of(key)
    if known is not None:
        return _the_same(known, handed), False
    body = _body(handed.to)
    if handed.received_at > clock.now() + SLACK:
        raise Invalid({"received_at": [_("Cette date est à venir.")]})
    if handed.received_at < clock.now() - OLDEST:
        raise Invalid({"received_at": [_("Cette date est trop ancienne.")]})
    files = _stored(handed, contents)
    deposit = _by_its_form(body, handed, key, files)
    case = _registered(deposit, files) if deposit else _by_words(body, handed, key, files)
    return case, True


def _the_same(known: UUID, handed: Handed) -> Case:
    with actor.admitting(known):
        case = get_case(known)
        if case.original.get("manifest") != handed.proof.get("manifest"):
            raise DepositChanged(number=case.number)
        return case


def _body(slug: str) -> Organisation:
    try:
        return organisation_by_slug(slug)
    except NotFound:
        raise UnknownBody(body=slug[:100]) from None


def _stored(handed: Handed, contents: Mapping[str, "File[bytes]"]) -> dict[str, StoredFile]:
    """Return the files stored, by their id over there. Raises Invalid for one that is refused."""
    stored: dict[str, StoredFile] = {}
    for told in handed.files:
        try:
            stored[told["id"]] = store_file(
                name=told["name"], content=contents[told["sha256"]], max_size=LARGEST
            )
        except RefusedFile as refusal:
            raise Invalid({"files": [f"{told['name'][:120]} : {refusal}"]}) from None
    return stored


def _by_its_form(
    body: Organisation, handed: Handed, key: str, files: Mapping[str, StoredFile]
) -> tuple[Deposit, dict[str, tuple[UUID, ...]]] | None:
    """Return the deposit when the body offers the same procedure and its form takes every answer; None otherwise."""
    try:
        version = catalogue.offered_version(body, handed.procedure, internal=None)
    except NotFound:
        return None
    form, context = engine.compiled(version), engine.Context(channel=IntakeChannel.API)
    answers, placed = _with_files(form, handed.answers, files)
    checked = engine.check_all(form, answers, strict=True, context=context)
    if checked.errors or checked.broken or checked.exit:
        return None
    deposit = read_deposit(
        version=version,
        organisation=body,
        channel=IntakeChannel.API,
        answers=checked.answers,
        key=key,
        contact=dict(handed.person),
        original=dict(handed.proof),
        language=handed.language,
        context=context,
        came_from=CameFrom(handed.sender, handed.received_at),
    )
    return deposit, placed


def _with_files(
    form: engine.Form, answers: Mapping[str, Any], files: Mapping[str, StoredFile]
) -> tuple[dict[str, Any], dict[str, tuple[UUID, ...]]]:
    """Return the answers that name the files by our own ids, and the files of each question."""
    known, placed = dict(answers), dict[str, tuple[UUID, ...]]()
    for box in file_boxes(form.by_key.values(), answers):
        name = box.question.key
        given = [files[one["id"]] for one in box.files(known.get(name)) if one["id"] in files]
        if given:
            known[name] = box.put(known[name], references(given))
            placed[name] = (*placed.get(name, ()), *(file.pk for file in given))
    return known, placed


def _registered(made: tuple[Deposit, dict[str, tuple[UUID, ...]]], files: Mapping[str, StoredFile]) -> Case:
    deposit, placed = made
    case = register_deposit(deposit=deposit)
    others = tuple({file.pk for file in files.values()} - {key for keys in placed.values() for key in keys})
    with actor.admitting(case.pk, *(file.pk for file in files.values())):
        for name, keys in placed.items():
            attach_files(case, keys, field_key=name)
        if others:
            attach_files(case, others)
    return case


def _by_words(body: Organisation, handed: Handed, key: str, files: Mapping[str, StoredFile]) -> Case:
    """Register a demand of contact that says what the other one said: another form cannot hold its answers."""
    person = handed.person
    stored = list(files.values())
    said = Said(
        subject=handed.subject,
        text=handed.text,
        name=" ".join(str(person.get(part) or "") for part in ("first_name", "last_name")).strip()
        or str(person.get("company_name") or ""),
        email=str(person.get("email") or ""),
        files=stored,
        phone=str(person.get("phone") or ""),
        postal_address=str(person.get("postal_address") or ""),
        preferred=str(person.get("preferred_channel") or ""),
    )
    asked = Asked(
        organisation=body,
        procedure_code=CONTACT,
        channel=IntakeChannel.API,
        key=key,
        original=dict(handed.proof),
        received_at=clock.now(),
        came_from=CameFrom(handed.sender, handed.received_at),
    )
    try:
        return case_of_words(said=said, taken=Taken(files=stored), asked=asked)[0]
    except NotFound:
        raise NotCompetent(organisation=body.slug) from None

"""Keeping a mail as it came, before anyone reads it; then saying what became of it."""

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from parvis.channels.access import get_mail
from parvis.channels.errors import MailAlreadySorted
from parvis.channels.events import MailKept
from parvis.channels.mail.opening import Opened, open_mail
from parvis.channels.mail.reading import ReadMail
from parvis.channels.models import InboundMail, MailAddress, Mailbox, MailFate, MailState
from parvis.common import actor, clock
from parvis.common.events import publish
from parvis.common.ids import new_id

MOST_READINGS = 3
"""Readings begun and never ended, past which a mail is taken for the killer of its reader."""
FOLDER = "mail"
_READ = ("sender", "sender_name", "subject", "message_id", "identity", "address", "organisation")
log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Where a mail comes from: its envelope, or its place in a box. ``at_once``: the caller sorts it itself."""

    envelope_from: str | None = None
    envelope_to: tuple[str, ...] = ()
    mailbox: Mailbox | None = None
    uid_validity: int | None = None
    uid: int | None = None
    received_at: datetime | None = None
    at_once: bool = False


@transaction.atomic
def keep_mail(*, raw: bytes, coming: Kept) -> InboundMail:
    """Keep the source of a mail, then its row, and have it sorted by a job. Nothing of it is read before.

    The source is on the disk before the row says so. Raises OSError when the disk is full: nothing is then kept, and
    whoever brings the mail keeps it.
    """
    now, key = clock.now(), new_id()
    mail = InboundMail(
        id=key,
        mailbox=coming.mailbox,
        uid_validity=coming.uid_validity,
        uid=coming.uid,
        key=write_source(f"{FOLDER}/{now:%Y-%m-%d}/{key}.eml", raw),
        size=len(raw),
        sha256=hashlib.sha256(raw).hexdigest(),
        envelope_from=None if coming.envelope_from is None else coming.envelope_from[:320],
        envelope_to=[address[:320] for address in coming.envelope_to][:100],
        received_at=min(coming.received_at or now, now),
        attempts=1 if coming.at_once else 0,
    )
    with actor.admitting(key):
        mail.save(force_insert=True)
        publish(MailKept(mail_id=key, at_once=coming.at_once))
    return mail


@transaction.atomic
def begin_reading(*, mail_id: UUID) -> InboundMail | None:
    """Count a reading, and return the mail; None when it is sorted already, or kills whoever reads it (``is_killer``).

    The count is committed before the reading begins, so that one that never ends is known of.
    """
    mail = get_mail(mail_id, lock=True)
    if mail.state != MailState.RECEIVED:
        return None
    if is_killer(mail):
        return None
    mail.attempts += 1
    mail.save(update_fields=["attempts"])
    return mail


def is_killer(mail: InboundMail) -> bool:
    """Say whether readings of a mail were begun and never ended, too often for chance."""
    return mail.state == MailState.RECEIVED and mail.attempts >= MOST_READINGS


def open_kept(mail: InboundMail) -> Opened:
    """Return the kept mail, opened. Raises FileNotFoundError when its source is gone."""
    return open_mail(source_of(mail), envelope_from=mail.envelope_from, envelope_to=tuple(mail.envelope_to))


def source_of(mail: InboundMail) -> bytes:
    """Return a mail as it came. Raises FileNotFoundError when its source is gone."""
    with default_storage.open(mail.key) as source:
        return bytes(source.read())


def same_mail(mail: InboundMail, identity: str) -> InboundMail | None:
    """Return the mail of which this one is a copy, if any; until the end of the transaction nobody else asks so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [identity])
    same = InboundMail.objects.filter(identity=identity).exclude(pk=mail.pk)
    return (
        same.exclude(state=MailState.RECEIVED)
        .exclude(fate=MailFate.DUPLICATE)
        .order_by("received_at")
        .first()
    )


def describe(*, mail: InboundMail, read: ReadMail, address: MailAddress | None) -> None:
    """Put on a locked mail what was read of it: who, what about, for which body. ``settle`` writes it."""
    mail.sender, mail.sender_name, mail.subject = read.sender, read.sender_name, read.subject
    mail.message_id, mail.identity = read.message_id, read.identity
    mail.address = address
    mail.organisation = (
        address.organisation if address else mail.mailbox.organisation if mail.mailbox else None
    )


@transaction.atomic
def settle(
    *,
    mail: InboundMail,
    fate: MailFate,
    reason: str = "",
    state: MailState = MailState.SORTED,
    about: UUID | None = None,
    written: UUID | None = None,
    teams: Iterable[int] = (),
) -> InboundMail:
    """Say what became of a locked mail. ``teams`` see it as long as nothing it was sorted into is seen by them."""
    with actor.admitting(mail.pk, *([about] if about else [])):
        mail.about, mail.written, mail.teams = about, written, sorted(set(teams))
        _set(mail, state, fate, reason)
    return mail


@transaction.atomic
def set_aside(*, mail_id: UUID, reason: str, teams: Sequence[int] = ()) -> InboundMail:
    """Keep a mail apart for a human, with the reason: it could not be read or sorted."""
    mail = get_mail(mail_id, lock=True)
    if mail.state == MailState.RECEIVED:
        mail.teams = sorted(teams)
        _set(mail, MailState.WAITING, MailFate.TRIAGE, reason)
    return mail


@transaction.atomic
def dismiss_mail(*, mail_id: UUID) -> InboundMail:
    """Say that a mail is not for us, or is junk: kept, no longer to sort. Raises MailNotFound, MailAlreadySorted."""
    mail = get_mail(mail_id, lock=True)
    if mail.state not in {MailState.WAITING, MailState.PARKED}:
        raise MailAlreadySorted
    _set(mail, MailState.DISMISSED, MailFate.DISMISSED, mail.reason)
    return mail


@transaction.atomic
def replay_mail(*, mail_id: UUID) -> InboundMail:
    """Have a mail read again from its source: after a correction of the product or of an address.

    What made a case or an answer is not read again. Raises MailNotFound, MailAlreadySorted.
    """
    mail = get_mail(mail_id, lock=True)
    if mail.state == MailState.SORTED:
        raise MailAlreadySorted
    mail.state, mail.attempts, mail.replays = MailState.RECEIVED, 0, mail.replays + 1
    mail.save(update_fields=["state", "attempts", "replays"])
    publish(MailKept(mail_id=mail.pk))
    return mail


def _set(mail: InboundMail, state: MailState, fate: MailFate, reason: str) -> None:
    mail.state, mail.fate, mail.reason, mail.sorted_at = state, fate, reason[:60], clock.now()
    mail.save(update_fields=[*_READ, "state", "fate", "reason", "sorted_at", "about", "written", "teams"])
    log.info("channels.mail", mail=str(mail.pk), fate=str(fate), reason=mail.reason)


def write_source(path: str, raw: bytes) -> str:
    """Write a source, down to the disk where the storage is one: a mail server forgets what we say we hold."""
    key = default_storage.save(path, ContentFile(raw))
    try:
        place = Path(default_storage.path(key))
    except NotImplementedError:  # object storage: it answered, it holds it
        return key
    with place.open("rb") as written:
        os.fsync(written.fileno())
    return key

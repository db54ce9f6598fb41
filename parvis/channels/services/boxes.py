"""Boxes and addresses: set by an administrator, read regularly, each failure kept, shown and tried again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from procrastinate.exceptions import AlreadyEnqueued

from parvis.channels import tasks
from parvis.channels.access import get_mailbox
from parvis.channels.errors import BoxUnreachable, SecretUnreadable
from parvis.channels.mail import box_secrets
from parvis.channels.mail.imap import Account, Box, Fetched, opened
from parvis.channels.models import Afterwards, InboundMail, MailAddress, Mailbox, Security
from parvis.channels.services.receive import Kept, keep_mail
from parvis.common import actor, clock
from parvis.common.errors import Invalid
from parvis.common.jobs import defer
from parvis.organisations.models import Organisation, Team

LONGEST_WAIT = 60
"""Minutes between two tries of a box that fails."""
log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class BoxSettings:
    """What an administrator says of a box. ``password`` is encrypted; ``secret_name`` names it in the environment."""

    name: str
    host: str
    login: str
    port: int = 993
    security: str = Security.TLS
    password: str = ""
    secret_name: str = ""
    folder: str = "INBOX"
    afterwards: str = Afterwards.LEAVE
    moved_to: str = ""
    default_address: MailAddress | None = None


@transaction.atomic
def set_address(
    *,
    organisation: Organisation,
    address: str,
    team: Team | None = None,
    procedure_code: str = "contact",
    takes_replies: bool = True,
) -> MailAddress:
    """Have a body receive mail at an address, or change what becomes of it. Raises Invalid."""
    plain = address.strip().lower()
    try:
        validate_email(plain)
    except ValidationError:
        raise Invalid(
            {"address": [_("Écrivez une adresse e-mail complète, par exemple mairie@exemple.fr.")]}
        ) from None
    known = MailAddress.objects.filter(address=plain).exclude(organisation=organisation).exists()
    if known:
        raise Invalid({"address": [_("Un autre organisme reçoit déjà à cette adresse.")]})
    return MailAddress.objects.update_or_create(
        address=plain,
        defaults={
            "organisation": organisation,
            "team": team,
            "procedure_code": procedure_code,
            "takes_replies": takes_replies,
            "is_active": True,
        },
    )[0]


@transaction.atomic
def retire_address(*, address_id: int, organisation_id: int) -> None:
    """Stop receiving at an address: what comes there waits for the reception of the platform."""
    MailAddress.objects.filter(pk=address_id, organisation_id=organisation_id).update(is_active=False)


@transaction.atomic
def set_mailbox(*, organisation: Organisation, box: BoxSettings) -> Mailbox:
    """Have a box read, or change how. Where it was read up to is kept. The password is never shown again."""
    facts = {
        "name": box.name,
        "port": box.port,
        "security": Security(box.security),
        "secret_name": box.secret_name,
        "afterwards": Afterwards(box.afterwards),
        "moved_to": box.moved_to,
        "default_address": box.default_address,
        "is_active": True,
        "next_try_at": None,
    }
    if box.password or box.secret_name:
        facts["secret"] = box_secrets.sealed(box.password) if box.password else ""
    return Mailbox.objects.update_or_create(
        organisation=organisation, host=box.host, login=box.login, folder=box.folder, defaults=facts
    )[0]


def defer_due_readings() -> int:
    """Defer the reading of every box whose time has come; return how many. One that is being read is left alone."""
    now, deferred = clock.now(), 0
    with transaction.atomic():
        due = Mailbox.objects.filter(Q(next_try_at=None) | Q(next_try_at__lte=now), is_active=True)
        keys = list(due.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        name = f"mailbox-{key}"
        try:
            with transaction.atomic():
                defer(tasks.read_mailbox, lock=name, queueing_lock=name, mailbox_id=key)
            deferred += 1
        except AlreadyEnqueued:
            continue
    return deferred


def read_mailbox(*, mailbox_id: int) -> int:
    """Keep what is new in a box; return how many mails. A trouble is recorded, and the box tried again later.

    The network is outside any transaction. A mail is marked, moved or deleted there once it is kept here, so that a
    stop in the middle loses nothing; what was left half done is finished at the next reading.
    """
    with transaction.atomic():
        mailbox = get_mailbox(mailbox_id)
    kept = 0
    try:
        with opened(_account(mailbox)) as box:
            _begin(mailbox, box.uid_validity)
            _finish(mailbox, box, _left_over(mailbox, box))
            for group in box.batches(box.uids_after(mailbox.last_uid)):
                kept += _keep(mailbox, box.fetch(group))
                _finish(mailbox, box, group)
    except BoxUnreachable as trouble:
        _failed(mailbox, trouble.reason)
        return kept
    except SecretUnreadable:
        _failed(mailbox, "secret_unreadable")
        return kept
    _well(mailbox)
    return kept


def _account(mailbox: Mailbox) -> Account:
    if mailbox.secret_name:
        password = settings.MAIL_SECRETS.get(mailbox.secret_name)
        if password is None:
            raise SecretUnreadable
    else:
        password = box_secrets.opened(mailbox.secret)
    return Account(mailbox.host, mailbox.port, mailbox.security, mailbox.login, password, mailbox.folder)


@transaction.atomic
def _begin(mailbox: Mailbox, uid_validity: int) -> None:
    """Note the reading. New numbers (RFC 9051, 2.3.1.1) make every mail new: those we hold are known as copies."""
    if mailbox.uid_validity != uid_validity:
        mailbox.uid_validity, mailbox.last_uid = uid_validity, 0
    mailbox.tried_at = clock.now()
    mailbox.save(update_fields=["uid_validity", "last_uid", "tried_at"])


@transaction.atomic
def _keep(mailbox: Mailbox, fetched: Sequence[Fetched]) -> int:
    """Keep some mails and how far the box was read, together."""
    with actor.acting_as(actor.for_system("channels.read_mailbox")):
        known = _known(mailbox, [one.uid for one in fetched])
        new = [one for one in fetched if one.uid not in known]
        for one in new:
            keep_mail(
                raw=one.raw,
                coming=Kept(
                    mailbox=mailbox,
                    uid_validity=mailbox.uid_validity,
                    uid=one.uid,
                    received_at=one.arrived_at,
                ),
            )
        if fetched:
            mailbox.last_uid = max(mailbox.last_uid, *(one.uid for one in fetched))
            mailbox.save(update_fields=["last_uid"])
    return len(new)


def _left_over(mailbox: Mailbox, box: Box) -> list[int]:
    """Return the mails we hold that a stop left in a box from which they should have gone."""
    if mailbox.afterwards == Afterwards.LEAVE:
        return []
    there = [uid for uid in box.uids() if uid <= mailbox.last_uid]
    with transaction.atomic(), actor.acting_as(actor.for_system("channels.read_mailbox")):
        return sorted(_known(mailbox, there))


def _known(mailbox: Mailbox, uids: Iterable[int]) -> set[int]:
    held = InboundMail.objects.filter(mailbox=mailbox, uid_validity=mailbox.uid_validity, uid__in=list(uids))
    return {uid for uid in held.values_list("uid", flat=True) if uid is not None}


def _finish(mailbox: Mailbox, box: Box, uids: Sequence[int]) -> None:
    if not uids:
        return
    if mailbox.afterwards == Afterwards.DELETE:
        box.delete(uids)
    elif mailbox.afterwards == Afterwards.MOVE:
        box.move(uids, mailbox.moved_to or "Parvis")
    else:
        box.mark_read(uids)


@transaction.atomic
def _failed(mailbox: Mailbox, reason: str) -> None:
    now = clock.now()
    mailbox.failures, mailbox.last_error, mailbox.tried_at = mailbox.failures + 1, reason[:60], now
    mailbox.next_try_at = now + timedelta(minutes=min(2**mailbox.failures, LONGEST_WAIT))
    mailbox.save(update_fields=["failures", "last_error", "tried_at", "next_try_at"])
    log.warning("channels.mailbox_failed", mailbox=mailbox.pk, reason=reason, failures=mailbox.failures)


@transaction.atomic
def _well(mailbox: Mailbox) -> None:
    mailbox.failures, mailbox.last_error, mailbox.next_try_at = 0, "", None
    mailbox.read_at = mailbox.tried_at = clock.now()
    mailbox.save(update_fields=["failures", "last_error", "next_try_at", "read_at", "tried_at"])

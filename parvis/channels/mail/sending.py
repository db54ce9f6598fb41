"""A message written as a mail and handed to a mail server: the platform's, or that of a body's provider."""

import smtplib
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.mail import BadHeaderError, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email

from parvis.channels.errors import CannotDeliver, TryAgain
from parvis.channels.mail.tags import message_id, tagged, tags_in
from parvis.channels.registry import Outgoing

_FROM_A_MACHINE = {
    # Nobody's holiday answer must come back to it: RFC 3834, then what other programs read instead.
    "Auto-Submitted": "auto-generated",
    "Precedence": "bulk",
    "X-Auto-Response-Suppress": "DR, RN, NRN, OOF, AutoReply",
}


def send_mail(message: Outgoing, *, by: BaseEmailBackend | None = None, sender: str = "") -> None:
    """Send a mail by a connection, the platform's when not told. Raises TryAgain or CannotDeliver.

    ``sender`` is the address it comes from, the platform's when empty.
    """
    mail = _mail(message, sender or settings.DEFAULT_FROM_EMAIL)
    mail.connection = by
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = [code for code, _words in refusal.recipients.values()]
        _refuse(max(codes, default=550), "recipient")
    except smtplib.SMTPDataError as refusal:
        _refuse(refusal.smtp_code, "content")
    except smtplib.SMTPNotSupportedError:
        raise CannotDeliver("address_not_supported") from None
    except (BadHeaderError, UnicodeError, ValueError):
        raise CannotDeliver("cannot_be_written") from None
    except (smtplib.SMTPException, OSError) as trouble:
        # A refused sender or password is ours to mend: the message waits for it.
        raise TryAgain(f"server_{type(trouble).__name__}") from None


def _refuse(status: int, what: str) -> None:
    """Raise what an SMTP status means: 4xx may pass later, 5xx never will (RFC 5321, 4.2.1)."""
    if 400 <= status < 500:
        raise TryAgain(f"{what}_{status}") from None
    raise CannotDeliver(f"{what}_{status}") from None


def _mail(message: Outgoing, sender: str) -> EmailMultiAlternatives:
    try:
        validate_email(message.recipient)
    except ValidationError:
        raise CannotDeliver("bad_address") from None
    name, address = parseaddr(sender)
    shown = formataddr((" ".join((message.sender_name or name).split()), address))
    mail = EmailMultiAlternatives(
        subject=" ".join(message.subject.split()),
        body=message.text,
        from_email=_returned_to(message) or shown,
        to=[message.recipient],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={
            "From": shown,
            "Message-ID": message_id(message.id, address.rpartition("@")[2]),
            **_FROM_A_MACHINE,
        },
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    for file in message.attachments:
        mail.attach(file.name, content_of(file.key), file.media_type)
    return mail


def _returned_to(message: Outgoing) -> str:
    """Return the address to which a server sends the message back, "" for that of the sender.

    It names the message: the report ties itself, however it is written.
    """
    address = message.reply_to
    if not tags_in([address]):
        return ""
    local, _at, domain = address.rpartition("@")
    return tagged(f"{local.partition('+')[0]}@{domain}", "m", message.id)


def content_of(key: str) -> bytes:
    """Return an attached file. Raises CannotDeliver when it is gone from the storage."""
    try:
        with default_storage.open(key) as content:
            return bytes(content.read())
    except FileNotFoundError:
        raise CannotDeliver("attachment_gone") from None

"""E-mail, through the mail server named by the operator."""

import smtplib
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.mail import BadHeaderError, EmailMultiAlternatives, get_connection
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.channels.errors import CannotDeliver, TryAgain
from parvis.channels.mail.tags import message_id, tagged, tags_in
from parvis.channels.registry import Channel, Health, Outgoing, channels

_FROM_A_MACHINE = {
    # Nobody's holiday answer must come back to it: RFC 3834, then what other programs read instead.
    "Auto-Submitted": "auto-generated",
    "Precedence": "bulk",
    "X-Auto-Response-Suppress": "DR, RN, NRN, OOF, AutoReply",
}
_SENDS_NOTHING = "django.core.mail.backends.dummy.EmailBackend"


@channels.register
class Email(Channel):
    """E-mail by SMTP (Django's mail backend)."""

    code, label = "email", gettext_lazy("e-mail")

    def ready(self) -> bool:
        """Say whether a mail server is named; the demonstration never sends, whatever is named."""
        return not settings.DEMONSTRATION and settings.EMAIL_BACKEND != _SENDS_NOTHING

    def send(self, message: Outgoing) -> None:
        """Send by SMTP. Raises TryAgain or CannotDeliver."""
        mail = _mail(message)
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

    def check(self) -> Health:
        """Open and close a connection to the mail server."""
        if not self.ready():
            return Health(
                True, _("Aucun serveur d’e-mail : les messages sont gardés et montrés, pas envoyés.")
            )
        try:
            with get_connection(fail_silently=False):
                return Health(True, _("Le serveur d’e-mail répond."))
        except (smtplib.SMTPException, OSError) as trouble:
            name = type(trouble).__name__
            return Health(False, _("Le serveur d’e-mail ne répond pas (%(trouble)s).") % {"trouble": name})


def _refuse(status: int, what: str) -> None:
    """Raise what an SMTP status means: 4xx may pass later, 5xx never will (RFC 5321, 4.2.1)."""
    if 400 <= status < 500:
        raise TryAgain(f"{what}_{status}") from None
    raise CannotDeliver(f"{what}_{status}") from None


def _mail(message: Outgoing) -> EmailMultiAlternatives:
    try:
        validate_email(message.recipient)
    except ValidationError:
        raise CannotDeliver("bad_address") from None
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
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
        mail.attach(file.name, _content(file.key), file.media_type)
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


def _content(key: str) -> bytes:
    try:
        with default_storage.open(key) as content:
            return bytes(content.read())
    except FileNotFoundError:
        raise CannotDeliver("attachment_gone") from None

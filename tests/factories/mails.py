"""Mails as people and servers write them, made from their parts."""

import base64
from email.message import EmailMessage
from typing import Any

from parvis.cases.models import Case
from parvis.cases.services.mail_in import sort_mail
from parvis.channels.models import InboundMail, MailAddress, MessageState, OutboundMessage
from parvis.channels.services.receive import Kept, keep_mail
from parvis.channels.services.send import queue_message
from parvis.common import actor
from tests.factories.cases import Town
from tests.factories.catalogue import definition, field

ADDRESS = "mairie@ville.example.invalid"
SENDER = "aude@example.invalid"

CONTACT: dict[str, Any] = definition(
    [
        field("text", "title", required=True),
        field("long_text", "message", required=True),
        field("file", "documents", accept=["pdf", "png", "jpeg"], max_files=2),
    ],
    [field("person", "sender", asks=["first_name", "last_name", "email"])],
    subject="title",
    roles={"person": "sender"},
    code="contact",
)


def a_mail(text: str = "Bonjour,\n\nLe banc est cassé.", /, **headers: Any) -> bytes:
    """Return a mail of a person; ``headers`` replace or add (``In_Reply_To=…``), None takes one away."""
    mail = EmailMessage()
    given = {
        "From": f"Aude Vasseur <{SENDER}>",
        "To": ADDRESS,
        "Subject": "Un banc cassé",
        "Date": "Sat, 21 Nov 2026 10:00:00 +0100",
        "Message-ID": "<un@example.invalid>",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    for name, value in given.items():
        if value is not None:
            mail[name] = value
    mail.set_content(text)
    return mail.as_bytes()


def with_files(*files: tuple[str, str, bytes], text: str = "Voici les pièces.", **headers: Any) -> bytes:
    """Return a mail with files: name, media type, content."""
    parts = "".join(
        f"--bord\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n"
        f'Content-Disposition: attachment; filename="{name}"\r\n\r\n'
        f"{base64.encodebytes(content).decode()}\r\n"
        for name, kind, content in files
    )
    head = a_mail(**headers).partition(b"\n\n")[0].decode().partition("Content-Type")[0]
    body = (
        f'Content-Type: multipart/mixed; boundary="bord"\r\n\r\n--bord\r\n\r\n{text}\r\n{parts}--bord--\r\n'
    )
    return (head + body).encode()


def receive(raw: bytes, **coming: Any) -> InboundMail:
    """Keep a mail as a door does."""
    return keep_mail(raw=raw, coming=Kept(**coming))


def take_mail(town: Town, address: str = ADDRESS, **more: Any) -> MailAddress:
    """Have a town receive mail at an address."""
    return MailAddress.objects.create(
        organisation=town.body,
        address=address,
        procedure_code=more.pop("procedure_code", "contact"),
        **more,
    )


def sort(raw: bytes, **coming: Any) -> InboundMail:
    """Keep and sort a mail as the job does, then read it as the system."""
    mail = receive(raw, **coming)
    with actor.acting_as(actor.NOBODY):
        sort_mail(mail_id=mail.pk)
    mail.refresh_from_db()
    return mail


def domain(settings: Any) -> str:
    """Have messages leave from our domain; return it."""
    settings.DEFAULT_FROM_EMAIL = "Ville <ne-pas-repondre@ville.example.invalid>"
    return "ville.example.invalid"


def sent(case: Case, state: MessageState = MessageState.SENT) -> OutboundMessage:
    """Return a message about a case that left for its person."""
    message = queue_message(about=case.pk, channel="email", recipient=SENDER, subject="Accusé", text="Reçu.")
    OutboundMessage.objects.filter(pk=message.pk).update(state=state)
    return message

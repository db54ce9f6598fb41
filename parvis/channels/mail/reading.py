"""A mail read whole: every question asked once, for whoever sorts it."""

from dataclasses import dataclass

from parvis.channels.mail.authentication import looks_forged
from parvis.channels.mail.bounces import Report, report_of
from parvis.channels.mail.identity import identity_of, message_id_of
from parvis.channels.mail.opening import Opened
from parvis.channels.mail.parts import Content, content_of, sender_of
from parvis.channels.mail.question import Kind, Us, kind_of
from parvis.channels.mail.threads import Thread, recipients_of, thread_of


@dataclass(frozen=True)
class ReadMail:
    """What a mail says and is. ``report`` is read of mails that may tell that one of ours did not arrive."""

    kind: Kind
    content: Content
    thread: Thread
    recipients: tuple[str, ...]
    sender: str
    sender_name: str
    subject: str
    message_id: str
    identity: str
    trouble: str
    forged: bool
    report: Report | None = None


def read(mail: Opened, us: Us) -> ReadMail:
    """Read a mail; never raises, whatever it holds, and runs in bounded time."""
    content, kind = content_of(mail), kind_of(mail, us)
    name, address = sender_of(mail)
    return ReadMail(
        kind=kind,
        content=content,
        thread=thread_of(mail, content.text),
        recipients=tuple(recipients_of(mail)),
        sender=address[:320],
        sender_name=name[:200],
        subject=mail.headers.words("subject")[:250],
        message_id=message_id_of(mail),
        identity=identity_of(mail, content),
        trouble=mail.trouble,
        forged=looks_forged(mail),
        report=report_of(mail, us) if kind.may_report else None,
    )

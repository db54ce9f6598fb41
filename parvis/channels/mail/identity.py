"""Whether two mails are the same one: what stays when it comes twice, by two roads."""

import hashlib

from parvis.channels.mail.headers import ids_in
from parvis.channels.mail.opening import Opened
from parvis.channels.mail.parts import Content, sender_of


def message_id_of(mail: Opened) -> str:
    """Return the Message-ID of a mail without its brackets, "" when it has none; bounded for an index."""
    told = mail.headers.first("message-id")
    found = ids_in([told])
    return (found[0] if found else told.strip("<> "))[:250]


def identity_of(mail: Opened, content: Content) -> str:
    """Return a hash of what two copies of a mail share: who, when, which id, what it says and gives.

    Not the Message-ID alone: some programs give all their mails the same, and none of them may be lost. Not the bytes:
    two roads add different headers and re-encode.
    """
    headers = mail.headers
    said = " ".join(content.text.split())
    files = (f"{file.name}:{hashlib.sha256(file.content).hexdigest()}" for file in content.files)
    facts = (
        message_id_of(mail),
        sender_of(mail)[1],
        headers.first("date"),
        headers.words("subject"),
        said,
        *files,
    )
    if not any(facts):  # a mail that says nothing at all is only the same as its own bytes
        return hashlib.sha256(mail.raw).hexdigest()
    return hashlib.sha256("\x1f".join(facts).encode("utf-8", "replace")).hexdigest()

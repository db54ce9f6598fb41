"""Which exchange a mail belongs to: what its addresses, its references and its subject name."""

import re
from dataclasses import dataclass
from uuid import UUID

from parvis.channels.mail.headers import addresses_in, ids_in
from parvis.channels.mail.opening import Opened
from parvis.channels.mail.question import Us
from parvis.channels.mail.tags import Tag, own_message_ids, tags_in

_RECIPIENTS = (
    "to",
    "cc",
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-forwarded-to",
    "resent-to",
)
_NUMBER = re.compile(r"(?<![\d])(\d{4}[\s.\xa0\u202f-]?\d{4}[\s.\xa0\u202f-]?\d{4})(?!\d)")
_MOST = 60


@dataclass(frozen=True)
class Thread:
    """What a mail names: sealed tags, messages of ours, other message ids it answers, numbers in its subject."""

    tags: tuple[Tag, ...]
    own_messages: tuple[UUID, ...]
    references: tuple[str, ...]
    numbers: tuple[str, ...]


def recipients_of(mail: Opened) -> list[str]:
    """Return the addresses a mail came to, the envelope's first, then those its headers tell."""
    return list(
        dict.fromkeys([*addresses_in(mail.envelope_to), *addresses_in(mail.headers.all(*_RECIPIENTS))])
    )


def thread_of(mail: Opened, us: Us) -> Thread:
    """Return what a mail names. Anyone may write it: it is a hint, never a right."""
    answered = mail.headers.all("in-reply-to", "references", "thread-topic-id")
    subject = mail.headers.words("subject")[:500]
    return Thread(
        tags=tuple(tags_in(recipients_of(mail))),
        own_messages=tuple(own_message_ids(answered, us.domain)[:_MOST]),
        references=tuple(ids_in(answered)[:_MOST]),
        numbers=tuple(dict.fromkeys(re.sub(r"\D", "", found) for found in _NUMBER.findall(subject))),
    )

"""Which exchange a mail belongs to: what its addresses, its references, its subject and what it quotes name."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from uuid import UUID

from parvis.channels.mail.headers import Headers, addresses_in, decoded_words, ids_in
from parvis.channels.mail.opening import Opened
from parvis.channels.mail.tags import Tag, own_message_ids, tags_in

_RECIPIENTS = (
    "to", "cc", "bcc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to", "resent-to",
    "resent-cc", "x-delivered-to", "apparently-to", "x-apparently-to", "x-rcpt-to", "x-real-to", "original-recipient",
    "x-original-recipient", "x-gm-original-to",
)  # fmt: skip
_FOR = re.compile(r"\bfor\s{1,9}<([^<>\s]{3,320})>", re.IGNORECASE)
"""To whom a server says, in its trace, that it gave the mail (RFC 5321, 4.4)."""
_NUMBER = re.compile(r"(?<!\d)(?=(\d(?:[\s.\-\u2010-\u2015/]{0,2}\d){11})(?!\d))")
"""Twelve digits, however they are set apart. Where one may begin each is tried: a date often stands before."""
_QUOTE_MARKS = re.compile(r"\r?\n[>\s]*")
_NOT_DIGITS = re.compile(r"\D")
_MOST, _FIRST = 60, 10
_MOST_NUMBERS = 300
_TEXT = 100_000
"""Characters of a text in which it is looked for what is quoted."""
_ATTACHED = 20
"""Mails attached to a mail whose headers are read."""


@dataclass(frozen=True)
class Inside:
    """What the text of a mail, or a mail attached to it, names: an answer often quotes all that its headers lost."""

    tags: tuple[Tag, ...] = ()
    own_messages: tuple[UUID, ...] = ()
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Thread:
    """What a mail names: sealed tags, messages of ours, other message ids it answers, numbers in its subject."""

    tags: tuple[Tag, ...]
    own_messages: tuple[UUID, ...]
    references: tuple[str, ...]
    numbers: tuple[str, ...]
    inside: Inside = field(default_factory=Inside)


def recipients_of(mail: Opened) -> list[str]:
    """Return the addresses a mail came to, the envelope's first, then those its headers tell."""
    told = addresses_in(mail.headers.all(*_RECIPIENTS))
    traced = [found for value in mail.headers.all("received") for found in _FOR.findall(value)]
    return list(dict.fromkeys([*addresses_in(mail.envelope_to), *told, *addresses_in(traced)]))


def thread_of(mail: Opened, text: str = "") -> Thread:
    """Return what a mail names, ``text`` being what it says. Anyone may write it: it is a hint, never a right."""
    headers = mail.headers
    before = [decoded_words(value) if "=?" in value else value for value in headers.all("in-reply-to")]
    answered = ids_in([*headers.all("references"), *before])  # the last ones, then what they came from
    references = answered if len(answered) <= _MOST else [*answered[: _MOST - _FIRST], *answered[-_FIRST:]]
    own = own_message_ids([*before, *(f"<{one}>" for one in answered), *headers.all("references")])
    return Thread(
        tags=tuple(tags_in(recipients_of(mail))),
        own_messages=tuple(own[:_MOST]),
        references=tuple(references),
        numbers=tuple(numbers_in(headers.words("subject")[:500], headers.words("thread-topic")[:500])),
        inside=_inside(mail, text[:_TEXT]),
    )


def numbers_in(*texts: str) -> list[str]:
    """Return what may be numbers of demands in some texts, twelve digits each, in their order."""
    plain = (_QUOTE_MARKS.sub(" ", unicodedata.normalize("NFKC", text)) for text in texts)
    found = (_NOT_DIGITS.sub("", match) for text in plain for match in _NUMBER.findall(text))
    return list(dict.fromkeys(found))[:_MOST_NUMBERS]


def _inside(mail: Opened, text: str) -> Inside:
    attached = [Headers.of(one) for one in _attached(mail.message)]
    told = [
        value
        for headers in attached
        for value in headers.all("message-id", "in-reply-to", "references", "reply-to", "from", *_RECIPIENTS)
    ]
    subjects = [headers.words("subject")[:500] for headers in attached]
    return Inside(
        tags=tuple(tags_in([*addresses_in(told), text])[:_MOST]),
        own_messages=tuple(own_message_ids([*told, text])[:_MOST]),
        numbers=tuple(numbers_in(text, *subjects)),
    )


def _attached(message: "Message[str, str]") -> Iterable["Message[str, str]"]:
    """Return the mails that are attached to one, at whatever depth."""
    found: list[Message[str, str]] = []
    waiting = [message]
    while waiting and len(found) < _ATTACHED:
        part = waiting.pop()
        children = list(_children(part))
        if part.get_content_type() in {"message/rfc822", "message/global"}:
            found += children
        waiting += reversed(children)
    return found


def _children(part: "Message[str, str]") -> Iterator["Message[str, str]"]:
    children = part.get_payload()
    if isinstance(children, list):
        yield from (child for child in children[:100] if isinstance(child, Message))

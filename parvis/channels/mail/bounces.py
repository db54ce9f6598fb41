"""What a delivery report says: which message of ours, to whom, why, and whether for good.

Addresses are found by flufl.bounce, Mailman's detectors, which know the reports of many servers. Its expressions were
not made for hostile text: it is given a short copy of the mail.
"""

import re
from dataclasses import dataclass
from email.message import Message
from uuid import UUID

from flufl.bounce import all_failures

from parvis.channels.mail.charsets import decoded
from parvis.channels.mail.headers import addresses_in, decoded_words
from parvis.channels.mail.opening import Opened, open_mail
from parvis.channels.mail.parts import bytes_of, charset_of, sender_of
from parvis.channels.mail.question import Us
from parvis.channels.mail.tags import Tag, own_message_ids, tags_in
from parvis.channels.mail.threads import numbers_in, recipients_of

_COPY, _LINES, _LINE = 40_000, 400, 200
_SPACES = re.compile(rb"[ \t]{5,}")
_READ = 300_000
_FIRST_WORDS = 3_000
_STATUS = re.compile(
    r"^[ \t]{0,40}status[ \t]{0,9}:[ \t]{0,40}([245])\.(\d{1,3})\.(\d{1,3})", re.IGNORECASE | re.MULTILINE
)
_ACTION = re.compile(r"^[ \t]{0,40}action[ \t]{0,9}:[ \t]{0,40}(\w{1,20})", re.IGNORECASE | re.MULTILINE)
_NOT_LOST = {"delayed", "delivered", "relayed", "expanded"}
"""What a server says of a message that may still arrive (RFC 3464, 2.3.3); some say « error » for « failed »."""
_SAID = re.compile(r"\b([45])\.([0-7])\.(\d{1,2})\b|\b(4[2-5]\d|5[05]\d)[ -]")
_SUBJECT = re.compile(
    r"^[> \t]{0,9}(?:subject|objet)[ \t]{0,9}:(.{1,500}(?:\n[ \t].{1,300}){0,4})",
    re.IGNORECASE | re.MULTILINE,
)
_MOST = 20
_ENCODED = re.compile(r"^[A-Za-z0-9+/=]{60,}$", re.MULTILINE)
_WAITS = re.compile(
    r"delayed|still (?:being )?(?:trying|retried)|will (?:continue|keep) (?:to try|trying|retry)|"
    r"no action is required|"
    r"temporary|retard|diff[ée]r[ée]e?|verz[öo]ger|warning only|you do not need to resend",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Report:
    """A delivery report. ``status`` is the enhanced code (RFC 3463) or "". ``is_final`` is false for mere delays.

    ``numbers`` are those of the subjects it returns.

    ``is_known``: written in a way that is known for a report; else the addresses are only those it names.
    """

    recipients: tuple[str, ...]
    messages: tuple[UUID, ...]
    tags: tuple[Tag, ...]
    numbers: tuple[str, ...]
    status: str
    is_final: bool
    is_known: bool


def report_of(mail: Opened, us: Us) -> Report:
    """Return what a delivery report says; never raises, and runs in bounded time."""
    text = _words(mail)
    final, waiting = _failures(mail)
    known = bool(final or waiting)
    if not known:  # a server nobody described: the addresses it names, ours and its own aside
        named = addresses_in(text[mail.raw.find(b"\n\n") + 1 :][:_FIRST_WORDS].splitlines())
        final = {one for one in named if not us.holds(one) and one != sender_of(mail)[1]}
    actions = {action.lower() for action in _ACTION.findall(text)}
    lasts = known and not final
    if actions:
        lasts = actions <= _NOT_LOST
    elif not known:
        lasts = bool(_WAITS.search(mail.headers.words("subject") + " " + text[:3000]))
    return Report(
        recipients=tuple(sorted({*final, *waiting, *addresses_in(mail.headers.all("x-failed-recipients"))})),
        messages=tuple(own_message_ids([text])[:_MOST]),
        tags=tuple(tags_in([*recipients_of(mail), text])[:_MOST]),
        numbers=tuple(numbers_in(*map(decoded_words, _SUBJECT.findall(text)))),
        status=_status(text),
        is_final=not lasts,
        is_known=known,
    )


def _failures(mail: Opened) -> tuple[set[str], set[str]]:
    lines = mail.raw[:_COPY].splitlines()[:_LINES]
    short = open_mail(b"\n".join(_SPACES.sub(b"    ", line)[:_LINE] for line in lines))
    try:
        waiting, final = all_failures(short.message)
    except Exception:  # noqa: BLE001 - detectors read whatever servers write, and raise whatever comes
        return set(), set()
    return _addresses(final), _addresses(waiting)


def _addresses(found: frozenset[bytes]) -> set[str]:
    return set(addresses_in(one.decode("ascii", "replace") for one in found))


def _words(mail: Opened) -> str:
    """Return the beginning of a report as text, its encoded parts decoded."""
    raw = decoded(mail.raw[:_READ], "").replace("\r\n", "\n")
    if not _ENCODED.search(raw):
        return raw
    parts = [decoded(bytes_of(part)[:_READ], charset_of(part)) for part in list(_walk(mail.message))[:20]]
    return "\n".join([raw, *parts])


def _walk(message: "Message[str, str]") -> list["Message[str, str]"]:
    waiting = [message]
    leaves: list[Message[str, str]] = []
    while waiting and len(leaves) < 50:
        part = waiting.pop()
        children = part.get_payload()
        if isinstance(children, list):
            waiting += [child for child in reversed(children) if isinstance(child, Message)][:50]
        else:
            leaves.append(part)
    return leaves


def _status(text: str) -> str:
    if told := _STATUS.search(text):
        return ".".join(told.groups())
    if said := _SAID.search(text[:20_000]):
        return said.group(4) or ".".join(filter(None, said.groups()[:3]))
    return ""

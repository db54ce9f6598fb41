"""Opening a mail: the standard parser, held within limits."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email import feedparser
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import Compat32
from typing import TYPE_CHECKING, Any

from parvis.channels.mail import limits
from parvis.channels.mail.headers import Headers

_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n|\r\r")
_ENCODED = re.compile(rb"content-type:\s{0,9}message/rfc822", re.IGNORECASE)
_HEADER = re.compile(rb"\s{0,9}[A-Za-z][A-Za-z0-9-]{0,60}:")

if TYPE_CHECKING:
    _FeedParser = feedparser.BytesFeedParser[Message[str, str]]
else:
    _FeedParser = feedparser.BytesFeedParser


class TooHostile(Exception):
    """A mail is built to cost more than it may; the text is a short stable code."""


@dataclass(frozen=True)
class Opened:
    """A mail that was opened. ``trouble`` says why only its headers were, "" when it was read whole."""

    raw: bytes
    message: "Message[str, str]"
    headers: Headers
    trouble: str = ""
    envelope_from: str | None = None
    envelope_to: tuple[str, ...] = field(default=())


class _Bounded(Compat32):
    """The lenient policy of the standard library, on headers cut to the length that is read."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Cut a header before it is stored."""
        short = sourcelines[0][:8].lower() == "content-"
        left = limits.MAX_PART_VALUE if short else limits.MAX_VALUE
        kept = []
        for line in sourcelines:
            kept.append(line[:left])
            left -= len(line)
            if left <= 0:
                break
        if short:
            kept = [";".join("".join(kept).split(";")[: limits.MAX_SEMICOLONS])]
        return super().header_source_parse(kept)


def open_mail(raw: bytes, *, envelope_from: str | None = None, envelope_to: tuple[str, ...] = ()) -> Opened:
    """Parse a mail; never raises. What is too deep, too broken up or too big has its headers read only."""
    head = _cut_head(_without_mbox_line(raw[: limits.MAX_BYTES]))
    trouble = ""
    try:
        message = _parsed(head, whole=len(raw) <= limits.MAX_BYTES)
    except TooHostile as refusal:
        message, trouble = _headers_only(head), str(refusal)
    except (RecursionError, ValueError, LookupError, AssertionError, AttributeError, TypeError) as error:
        # The standard parser has raised each of these on broken mail, whatever it promises.
        message, trouble = _headers_only(head), f"parser_{type(error).__name__}"
    return Opened(raw, message, Headers.of(message), trouble, envelope_from, envelope_to)


def _parsed(raw: bytes, *, whole: bool, levels: int = 3) -> "Message[str, str]":
    if not whole:
        raise TooHostile("too_big")
    lines = max(raw.count(b"\n"), raw.count(b"\r")) + 1
    if lines > limits.MAX_LINES:
        raise TooHostile("too_many_lines")
    deepest = max(limits.MIN_DEPTH, min(limits.MAX_DEPTH, limits.MAX_LINE_TESTS // lines))
    parser = _Counting(deepest)
    parser.feed(raw)
    message = parser.close()
    if levels and _ENCODED.search(raw):
        _open_encoded(message, levels)
    return message


def _open_encoded(message: "Message[str, str]", levels: int) -> None:
    """Put back the attached mails that some servers encode whole, which the standard forbids (RFC 2046, 5.2.1)."""
    for part in message.walk():
        children = part.get_payload()
        inner = (
            children[0]
            if isinstance(children, list) and part.get_content_type() == "message/rfc822"
            else None
        )
        how = str(part.get("content-transfer-encoding", ""))[:20].strip().lower()
        if not isinstance(inner, Message) or inner.keys() or how not in {"base64", "quoted-printable"}:
            continue
        inner["Content-Transfer-Encoding"] = how
        content = inner.get_payload(decode=True)
        if isinstance(content, bytes) and _HEADER.match(content):
            part.set_payload([_parsed(content, whole=True, levels=levels - 1)])


class _Part(Message):
    """A part whose content is given whatever charset it tells: crafted ones make the standard library raise."""

    def get_payload(self, i: Any = None, decode: Any = False) -> Any:
        """Return the content, as it came when it cannot be decoded as it says."""
        try:
            return super().get_payload(i, decode)
        except (ValueError, LookupError, TypeError, AssertionError):
            return vars(self)["_payload"]


class _Counting(_FeedParser):
    """The standard parser, that stops at the part too many or the level too deep."""

    def __init__(self, deepest: int) -> None:
        self._deepest, self._parts = deepest, 0
        super().__init__(self._make, policy=_Bounded())

    def _make(self, *arguments: Any, **named: Any) -> "Message[str, str]":
        self._parts += 1
        if self._parts > limits.MAX_PARTS:
            raise TooHostile("too_many_parts")
        stack: list[Any] = getattr(self, "_msgstack", [])
        if len(stack) > self._deepest:
            raise TooHostile("too_deep")
        return _Part(*arguments, **named)


def _headers_only(raw: bytes) -> "Message[str, str]":
    parse: Callable[[bytes], Message[str, str]] = BytesHeaderParser(_Part, policy=_Bounded()).parsebytes
    try:
        return parse(raw[: limits.MAX_HEADER_BYTES])
    except (RecursionError, ValueError, LookupError, AssertionError, AttributeError, TypeError):
        return Message()


def _cut_head(raw: bytes) -> bytes:
    """Cut the headers of the mail to what is read, so that giant ones cost nothing; the body is left as it is."""
    found = _END_OF_HEADERS.search(raw)
    end = found.start() if found else len(raw)
    head = raw[:end]
    if len(head) <= limits.MAX_HEADER_BYTES and head.count(b"\n") <= limits.MAX_HEADERS:
        return raw
    lines = head[: limits.MAX_HEADER_BYTES].split(b"\n")[: limits.MAX_HEADERS]
    return b"\n".join(lines[:-1] or lines) + raw[end:]


def _without_mbox_line(raw: bytes) -> bytes:
    """Leave out the « From » line that mbox files and some pipes put before the headers."""
    raw = raw.lstrip(b"\r\n") if raw[:1] in (b"\r", b"\n") else raw
    if raw.startswith(b"From "):
        return raw.partition(b"\n")[2]
    return raw

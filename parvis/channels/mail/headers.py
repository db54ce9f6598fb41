"""Headers as people wrote them: encoded words, wrong charsets, addresses, each read once and bounded."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from parvis.channels.mail import limits
from parvis.channels.mail.charsets import decoded

_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"'@]{1,64}@[\w.-]{1,190}\w")
_QUOTED = re.compile(r"\"([^\s\"@]{1,64})\"@")
_PLUS = re.compile(r"%2b", re.IGNORECASE)
_ID = re.compile(r"<([^<>]{1,300})>")
_SPACES = re.compile(r"\s+")
_LONGEST_ID = 250
_FOLDED = re.compile(r"[\r\n]+[ \t]*")


@dataclass(frozen=True)
class Headers:
    """The headers of a mail by name in lower case, unfolded, in the order they came."""

    values: dict[str, list[str]]

    @classmethod
    def of(cls, message: "Message[str, str]") -> "Headers":
        """Read the headers of a parsed mail once: asking for one is then a look-up, however many there are."""
        values: dict[str, list[str]] = {}
        for name, value in list(message.raw_items())[: limits.MAX_HEADERS]:
            values.setdefault(name.strip().lower(), []).append(_unfolded(str(value)))
        return cls(values)

    def first(self, name: str) -> str:
        """Return a header as it came, "" when there is none."""
        found = self.values.get(name)
        return found[0] if found else ""

    def all(self, *names: str) -> list[str]:
        """Return every value of these headers."""
        return [value for name in names for value in self.values.get(name, [])]

    def words(self, name: str) -> str:
        """Return a header in plain words."""
        return decoded_words(self.first(name))

    def __contains__(self, name: str) -> bool:
        return name in self.values


def decoded_words(value: str) -> str:
    """Return a header in plain words, encoded words decoded (RFC 2047), on one line; never raises."""
    text = value[: limits.MAX_WORDS]
    if "=?" in text:
        with suppress(HeaderParseError, ValueError):
            text = "".join(
                decoded(part, charset or "") if isinstance(part, bytes) else part
                for part, charset in decode_header(text)
            )
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def address_in(value: str) -> tuple[str, str]:
    """Return the name and the address of a header that holds one; ("", "") when it holds none."""
    text = value[: limits.MAX_WORDS]
    try:
        name, address = parseaddr(text)
    except (RecursionError, ValueError, IndexError):
        name, address = "", ""
    if not _ADDRESS.fullmatch(address):
        found = addresses_in([text])
        address = found[0] if found else ""
    return decoded_words(name), address.lower()


def addresses_in(values: Iterable[str]) -> list[str]:
    """Return every address of some headers, in lower case, each once; quoted and escaped marks (« %2B ») undone."""
    plain = (_PLUS.sub("+", _QUOTED.sub(r"\1@", value[: limits.MAX_VALUE])) for value in values)
    found = (match.lower() for value in plain for match in _ADDRESS.findall(value))
    return list(dict.fromkeys(found))


def ids_in(values: Iterable[str]) -> list[str]:
    """Return the message ids of some headers, without their brackets, each once, the last ones first.

    Spaces inside an id are those of a writer that folds its headers wherever a line ends.
    """
    found = [_SPACES.sub("", match) for value in values for match in _ID.findall(value[: limits.MAX_VALUE])]
    return [one for one in dict.fromkeys(reversed(found)) if one and len(one) <= _LONGEST_ID]


def moment_in(value: str) -> datetime | None:
    """Return the moment of a ``Date`` header, None when it is not one."""
    try:
        moment = parsedate_to_datetime(value[:200])
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None


def _unfolded(value: str) -> str:
    """Return a header on one line, its raw bytes read as text: servers pass on what they did not encode."""
    text = _FOLDED.sub(" ", value[: limits.MAX_VALUE]).strip()
    if text.isascii():
        return text
    raw = text.encode("utf-8", "surrogateescape")
    return decoded(raw, "")

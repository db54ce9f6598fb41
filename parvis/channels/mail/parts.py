"""What a mail holds: its text, its files, the mails and invitations inside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from django.utils.translation import gettext as _

from parvis.channels.mail import calendars, html, limits, tnef
from parvis.channels.mail.charsets import decoded
from parvis.channels.mail.headers import Headers, address_in, decoded_words
from parvis.channels.mail.opening import Opened

_LONG_OLD_WAY = 3_000_000
_SMALL_LOGO = 6_000
_SIGNATURES = {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
_SEALED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}
_ARMOUR = "-----BEGIN PGP MESSAGE-----"
_SAYS_NOTHING = 200
"""Characters of a plain text that may only say that the HTML beside it says more."""
_BLANK_LINES = re.compile(r"\n{3,}")

Part = Message


@dataclass(frozen=True)
class FileGiven:
    """A file found in a mail. ``inline``: a picture shown inside the text."""

    name: str
    media_type: str
    content: bytes
    inline: bool = False


@dataclass
class Content:
    """What a mail says. ``notes`` are invitations in words; ``left_out`` counts the files past the limit; ``sealed``
    says it is encrypted.
    """

    text: str = ""
    html: str = ""
    files: list[FileGiven] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left_out: int = 0
    sealed: bool = False
    signed: bool = False


@dataclass
class _Found:
    """What a walk over the parts gathers; ``text`` in the order of the mail, forwarded mails included."""

    text: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    files: list[FileGiven] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left_out: int = 0
    characters: int = 0
    sealed: bool = False
    signed: bool = False


@dataclass(frozen=True)
class _Leaf:
    """A part, inside how many forwarded mails it is, and whether its HTML repeats a text given beside it."""

    part: "Part[str, str]"
    inside: int = 0
    repeats: bool = False


def content_of(mail: Opened) -> Content:
    """Return what a mail says; never raises. Of one whose parts could not be read, the beginning of its body."""
    if mail.trouble:
        return Content(text=_beginning(mail))
    found = _Found()
    for leaf in _leaves(mail.message):
        _take(leaf, found)
    return _gathered(found)


def _gathered(found: _Found) -> Content:
    rich = "\n".join(found.html)
    text = "\n\n".join(part.strip("\n") for part in found.text if part.strip())
    if rich and len(text.strip()) < _SAYS_NOTHING:
        shown = html.text_of_html(rich)  # « your reader does not show HTML »
        text = shown if len(shown) > 2 * len(text) else text
    return Content(
        text=_BLANK_LINES.sub("\n\n", text).strip()[: limits.MAX_TEXT],
        html=rich[: limits.MAX_HTML],
        files=found.files,
        notes=found.notes,
        left_out=found.left_out,
        sealed=found.sealed or text.lstrip().startswith(_ARMOUR),
        signed=found.signed,
    )


def _leaves(message: "Part[str, str]") -> Iterator[_Leaf]:
    """Yield the parts that hold something, and the containers that say something of what they hold."""
    waiting = [_Leaf(message)]
    seen = 0
    while waiting and seen < limits.MAX_PARTS_READ:
        leaf = waiting.pop()
        seen += 1
        children = leaf.part.get_payload()
        if not (isinstance(children, list) and children):
            yield leaf
            continue
        kind = leaf.part.get_content_type()
        if not kind.startswith("multipart/") or kind in {"multipart/signed", "multipart/encrypted"}:
            yield leaf
        inside = leaf.inside + (kind == "message/rfc822")
        parts = [child for child in children if isinstance(child, Message)]
        repeats = leaf.repeats or (kind == "multipart/alternative" and any(map(_is_text, parts)))
        waiting += [_Leaf(part, inside, repeats) for part in reversed(parts)]


def _is_text(part: "Part[str, str]") -> bool:
    return part.get_content_type() == "text/plain" and bool(str(part.get_payload())[:2000].strip())


def _take(leaf: _Leaf, found: _Found) -> None:
    part = leaf.part
    kind = part.get_content_type()
    if part.is_multipart():
        _take_container(part, kind, found)
        return
    if kind in _SIGNATURES or kind.startswith("multipart/"):
        found.signed = found.signed or kind in _SIGNATURES
        return
    disposition = (part.get_content_disposition() or "").lower()
    name = _name(part)
    if kind in {"text/plain", "text/html"} and disposition != "attachment" and not name:
        _take_text(leaf, kind, found)
    elif kind == "text/calendar":
        found.notes += calendars.invitation(bytes_of(part), charset_of(part))
    elif tnef.is_one(kind, name):
        _take_winmail(part, found)
    elif kind in _SEALED:
        found.sealed = True
    elif kind != "message/delivery-status":
        _take_file(part, kind, name, found, inline=disposition != "attachment" and "content-id" in part)


def _take_container(part: "Part[str, str]", kind: str, found: _Found) -> None:
    if kind == "multipart/encrypted":
        found.sealed = True
    elif kind == "multipart/signed":
        found.signed = True
    elif kind == "message/rfc822":
        children = part.get_payload()
        inner = children[0] if isinstance(children, list) else None
        found.text.append(_introduced(Headers.of(inner) if isinstance(inner, Message) else Headers({})))


def _introduced(headers: Headers) -> str:
    """Return the lines that say whose mail was forwarded."""
    lines = [f"---------- {_('Message transféré')} ----------"]
    for label, name in ((_("De"), "from"), (_("Date"), "date"), (_("Objet"), "subject"), (_("À"), "to")):
        if said := headers.words(name):
            lines.append(f"{label}\xa0: {said[:300]}")
    return "\n".join(lines)


def _take_text(leaf: _Leaf, kind: str, found: _Found) -> None:
    if found.characters >= limits.MAX_TEXT:
        return
    part = leaf.part
    text = decoded(bytes_of(part)[: 4 * limits.MAX_TEXT], charset_of(part))
    text = text.replace("\r\n", "\n").replace("\r", "\n")[: limits.MAX_TEXT]
    found.characters += len(text)
    if kind == "text/plain":
        found.text.append(_unflowed(text) if _is_flowed(part) else text)
        return
    found.html.append(text)
    if not leaf.repeats:
        found.text.append(html.text_of_html(text))


def _unflowed(text: str) -> str:
    """Join the lines that a writer broke softly (RFC 3676): those that end in a space, signatures aside."""
    lines: list[str] = []
    soft = False
    for line in text.split("\n"):
        whole = line[1:] if line.startswith(" ") else line
        if soft and lines and not whole.startswith(">") and whole != "-- ":
            lines[-1] += whole
        else:
            lines.append(whole)
        soft = whole.endswith(" ") and whole != "-- "
    return "\n".join(lines)


def _take_winmail(part: "Part[str, str]", found: _Found) -> None:
    opened = tnef.opened(bytes_of(part))
    if opened is None:
        _take_file(part, "application/ms-tnef", "winmail.dat", found, inline=False)
        return
    body, files = opened
    if body and not any(text.strip() for text in found.text):
        found.text.append(body)
    for name, content in files:
        _keep_file(FileGiven(name, "application/octet-stream", content), found)


def _take_file(part: "Part[str, str]", kind: str, name: str, found: _Found, *, inline: bool) -> None:
    content = bytes_of(part)
    if not content or (inline and kind.startswith("image/") and len(content) < _SMALL_LOGO):
        return
    if not name and kind.startswith("text/"):
        name = "texte.txt" if kind == "text/plain" else f"texte.{kind.partition('/')[2][:8]}"
    _keep_file(FileGiven(name or "document", kind, content, inline), found)


def _keep_file(file: FileGiven, found: _Found) -> None:
    if len(found.files) < limits.MAX_FILES:
        found.files.append(file)
    else:
        found.left_out += 1


def _name(part: "Part[str, str]") -> str:
    try:
        name = part.get_filename("") or ""
    except (ValueError, LookupError, TypeError, IndexError):  # a crafted RFC 2231 name
        return ""
    return decoded_words(str(name))


def charset_of(part: "Part[str, str]") -> str:
    """Return the charset that a part tells, "" when it tells none that reads."""
    try:
        return part.get_content_charset() or ""
    except (ValueError, LookupError, TypeError):  # crafted RFC 2231 parameters: « charset*0*; charset= »
        return ""


def _is_flowed(part: "Part[str, str]") -> bool:
    try:
        return part.get_param("format") == "flowed"
    except (ValueError, LookupError, TypeError):
        return False


def bytes_of(part: "Part[str, str]") -> bytes:
    """Return what a part holds, its transfer encoding undone as far as it goes; never raises."""
    try:
        payload = None if _is_slow(part) else part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError, IndexError, TypeError):  # broken transfer encodings
        payload = None
    if isinstance(payload, bytes):
        return payload
    text = part.get_payload()
    return text.encode("utf-8", "surrogateescape") if isinstance(text, str) else b""


def _is_slow(part: "Part[str, str]") -> bool:
    """Say whether a part is long and encoded in an old way that is decoded line by line, in Python."""
    told = str(part.get("content-transfer-encoding", ""))[:40].lower()
    return "uu" in told and len(str(part.get_payload())) > _LONG_OLD_WAY


def _beginning(mail: Opened) -> str:
    """Return the first lines of a body that was not taken apart, without what is no text."""
    _head, _blank, body = mail.raw[: limits.MAX_HEADER_BYTES].partition(b"\n\n")
    _head, _blank, other = mail.raw[: limits.MAX_HEADER_BYTES].partition(b"\r\n\r\n")
    return decoded((body or other)[:4_000], "").replace("\r\n", "\n").strip()


def sender_of(mail: Opened) -> tuple[str, str]:
    """Return the name and address a mail says it comes from; ("", "") when it says nothing readable."""
    for name in ("from", "reply-to", "sender", "return-path"):
        said, address = address_in(mail.headers.first(name))
        if address:
            return said, address
    return mail.headers.words("from")[:200], ""

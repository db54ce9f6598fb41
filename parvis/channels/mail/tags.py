"""The marks of our own mails: message ids, and reply addresses signed so that nobody invents one.

A reply address is the receiving one with a tag: ``mairie+d<id><seal>@exemple.fr``. « d » names what the mail is about,
« m » the message itself. The seal is a keyed hash: a tag can be neither guessed nor made, and opens nothing by itself.
"""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

Kind = Literal["d", "m"]
_ID_LETTERS, _SEAL_LETTERS = 26, 12
_TAG = re.compile(rf"\b([dm])([a-z2-7]{{{_ID_LETTERS}}})([a-z2-7]{{{_SEAL_LETTERS}}})\b", re.IGNORECASE)
_SPACES = re.compile(r"=?\s+")
_OWN_ID = re.compile(
    r"\b([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})@([\w.-]{1,190})", re.IGNORECASE
)


@dataclass(frozen=True)
class Tag:
    """What a sealed tag names: a message of ours, or what one was about."""

    kind: str
    key: UUID


def tag(kind: Kind, key: UUID) -> str:
    """Return the tag of an object: 39 letters and digits that survive any mail server, whatever the case."""
    letters = base64.b32encode(key.bytes).decode("ascii").rstrip("=").lower()
    return f"{kind}{letters}{_seal(kind, letters)}"


def tags_in(values: Iterable[str]) -> list[Tag]:
    """Return the tags of ours found in some texts; a wrong seal is no tag."""
    found = [match for value in values for match in _TAG.findall(value)]
    return list(dict.fromkeys(tag for kind, letters, seal in found if (tag := _opened(kind, letters, seal))))


def tagged(address: str, kind: Kind, key: UUID) -> str:
    """Return a receiving address with a tag (RFC 5233)."""
    local, _at, domain = address.rpartition("@")
    return f"{local}+{tag(kind, key)}@{domain}"


def message_id(key: UUID, domain: str) -> str:
    """Return the Message-ID of a message of ours, the same at each attempt (RFC 5322, 3.6.4)."""
    return f"<{key}@{domain}>"


def own_message_ids(values: Iterable[str], domain: str | None = None) -> list[UUID]:
    """Return the ids that read as those of messages of ours in some texts, cut by a fold or not.

    ``domain``: of that domain only. Without it they are to be looked for: each provider of a body has its own domain.
    """
    texts = [text for value in values for text in (value, _SPACES.sub("", value))]
    found = [match for text in texts for match in _OWN_ID.findall(text)]
    return list(
        dict.fromkeys(UUID(key) for key, place in found if domain is None or place.lower() == domain.lower())
    )


def _opened(kind: str, letters: str, seal: str) -> Tag | None:
    kind, letters = kind.lower(), letters.lower()
    if not constant_time_compare(_seal(kind, letters), seal.lower()):
        return None
    try:
        return Tag(kind, UUID(bytes=base64.b32decode(letters.upper() + "======")))
    except ValueError:
        return None


def _seal(kind: str, letters: str) -> str:
    digest = salted_hmac(f"parvis.mail.{kind}", letters, algorithm="sha256").digest()
    return base64.b32encode(digest).decode("ascii")[:_SEAL_LETTERS].lower()

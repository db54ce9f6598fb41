"""Calls between us and other software, signed both ways with a secret that the operator gives by its name.

« X-Parvis-Timestamp » is the moment in seconds, « X-Parvis-Signature » the HMAC-SHA256 of that moment, a dot, the body.
"""

import hashlib
import hmac
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings as product
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import ActionFailed
from parvis.catalogue.errors import SourceDown
from parvis.catalogue.lists.fetching import Exchanged, exchange
from parvis.catalogue.workflows.actions import Kind, Setting
from parvis.common import clock

TIMESTAMP, SIGNATURE = "X-Parvis-Timestamp", "X-Parvis-Signature"
TOLERANCE = 300
"""Seconds by which the clock of who calls us may differ from ours."""
LATER = frozenset({408, 425, 429})
"""Codes below 500 that say to try again."""
GONE = frozenset({404, 410})
"""Codes of what a service no longer knows."""
WEB = ("https://", "http://")
LONGEST_LINK, LONGEST_REFERENCE = 2000, 100


def plain_address(address: str) -> str:
    """Return an address as machines read it: numbers without their typographic spaces, the rest encoded."""
    return quote(address.replace("\xa0", "").replace("\u202f", ""), safe="%/:=&?~#+!$,;'@()*[]")


def signature(name: str, content: bytes) -> dict[str, str]:
    """Return the headers that prove who calls. Raises ActionFailed when the operator gave no such secret."""
    if not _secret(name):
        raise ActionFailed(_("Le secret « %(name)s » n’est pas configuré.") % {"name": name}, again=False)
    moment = str(int(clock.now().timestamp()))
    return {TIMESTAMP: moment, SIGNATURE: _digest(name, moment, content)}


def is_signed(name: str, headers: Mapping[str, str], content: bytes) -> bool:
    """Return whether a call that came is signed with a secret, a moment ago."""
    if not _secret(name) or not is_recent(headers):
        return False
    return constant_time_compare(
        headers.get(SIGNATURE, ""), _digest(name, headers.get(TIMESTAMP, ""), content)
    )


def is_recent(headers: Mapping[str, str]) -> bool:
    """Return whether a call says that it was made a moment ago, by a clock near ours."""
    moment = headers.get(TIMESTAMP, "")
    if not moment.isascii() or not moment.isdigit() or len(moment) > 12:
        return False
    return abs(int(moment) - clock.now().timestamp()) <= TOLERANCE


def asked(
    address: str,
    *,
    method: str,
    content: bytes | None,
    headers: Mapping[str, str],
    seconds: float,
    fine: Collection[int] = (),
) -> Exchanged:
    """Call, and return an answer that succeeded, or whose code is fine. Raises ActionFailed with what was said."""
    try:
        found = exchange(address, method=method, content=content, headers=headers, seconds=seconds)
    except SourceDown as down:
        raise ActionFailed(str(down)) from None
    if found.status >= 300 and found.status not in fine:
        again = found.status >= 500 or found.status in LATER
        said = _("Le logiciel appelé a répondu par le code %(status)d.") % {"status": found.status}
        raise ActionFailed(said, again=again)
    return found


@dataclass(frozen=True, slots=True)
class Opened:
    """What a service opened for a person: the page where they act, the reference under which it knows the ask."""

    link: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line to one service, about one thing that it is asked: ``key`` names it there, the same at each try.

    ``secret`` is the name of what signs, ``seconds`` the time left to answer, ``puzzled`` what agents read of an answer
    that is not understood.
    """

    key: str
    address: str
    secret: str
    seconds: float
    puzzled: str

    def post(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """Tell a document; return the one answered. Raises ActionFailed."""
        return self._said("POST", self.address, json.dumps(told, ensure_ascii=False).encode())

    def open(self, told: Mapping[str, Any]) -> Opened:
        """Tell what is asked; return the page that was opened for the person. Raises ActionFailed."""
        said = self.post({"reference": self.key, **told})
        return Opened(link=self._link_in(said), reference=self.reference_in(said))

    def look(self, reference: str, states: Collection[str]) -> dict[str, Any]:
        """Return what it says of a reference of its own, its state one of those known. Raises ActionFailed."""
        said = self._said("GET", self._place(reference), None)
        if said.get("state") not in states:
            raise ActionFailed(self.puzzled)
        return said

    def delete(self, reference: str) -> None:
        """Have it give up a reference; one that it no longer knows is given up. Raises ActionFailed."""
        self._call("DELETE", self._place(reference), None, fine=GONE)

    def reference_in(self, said: Mapping[str, Any]) -> str:
        """Return the reference that it answered. Raises ActionFailed when there is none."""
        given = said.get("reference")
        if not isinstance(given, str) or not 0 < len(given) <= LONGEST_REFERENCE:
            raise ActionFailed(self.puzzled)
        return given

    def _link_in(self, said: Mapping[str, Any]) -> str:
        given = said.get("link")
        if not isinstance(given, str) or len(given) > LONGEST_LINK or not given.startswith(WEB):
            raise ActionFailed(self.puzzled)
        return given

    def _place(self, reference: str) -> str:
        return f"{self.address.rstrip('/')}/{quote(reference, safe='')}"

    def _said(self, method: str, address: str, content: bytes | None) -> dict[str, Any]:
        found = self._call(method, address, content).document
        if not isinstance(found, dict):
            raise ActionFailed(self.puzzled)
        return found

    def _call(
        self, method: str, address: str, content: bytes | None, *, fine: Collection[int] = ()
    ) -> Exchanged:
        headers = {"Idempotency-Key": self.key, **signature(self.secret, content or b"")}
        if content is not None:
            headers["Content-Type"] = "application/json"
        return asked(
            address, method=method, content=content, headers=headers, seconds=self.seconds, fine=fine
        )


def secret_setting(*, required: bool = False) -> Setting:
    """Return the setting by which a builder names the secret of a line."""
    return Setting(
        "secret",
        Kind.LINE,
        gettext_lazy("Nom du secret qui signe les échanges"),
        gettext_lazy("Le secret lui-même est donné par l’exploitant."),
        required=required,
    )


def line_faults(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong in the settings of an action that has a line: an address of the web, a secret."""
    if not settings.get("url", "").startswith((*WEB, "{{")):
        yield "url", _("une adresse commence par https://.")
    if not settings.get("secret"):
        yield "secret", _("donnez le nom du secret qui signe les échanges avec ce logiciel.")


def _secret(name: str) -> str:
    return str(product.WEB_SERVICE_SECRETS.get(name, "")) if name else ""


def _digest(name: str, moment: str, content: bytes) -> str:
    return hmac.new(_secret(name).encode(), moment.encode() + b"." + content, hashlib.sha256).hexdigest()

"""Calls between us and other software, signed both ways with a secret that the operator gives by its name.

« X-Parvis-Timestamp » is the moment in seconds, « X-Parvis-Signature » the HMAC-SHA256 of that moment, a dot, the body.
"""

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import quote

from django.conf import settings as product
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from parvis.cases.action_kinds import ActionFailed
from parvis.catalogue.errors import SourceDown
from parvis.catalogue.lists.fetching import Exchanged, exchange
from parvis.common import clock

TIMESTAMP, SIGNATURE = "X-Parvis-Timestamp", "X-Parvis-Signature"
TOLERANCE = 300
"""Seconds by which the clock of who calls us may differ from ours."""
LATER = frozenset({408, 425, 429})
"""Codes below 500 that say to try again."""


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
    moment = headers.get(TIMESTAMP, "")
    if not _secret(name) or not moment.isascii() or not moment.isdigit() or len(moment) > 12:
        return False
    if abs(int(moment) - clock.now().timestamp()) > TOLERANCE:
        return False
    return constant_time_compare(headers.get(SIGNATURE, ""), _digest(name, moment, content))


def asked(
    address: str, *, method: str, content: bytes | None, headers: Mapping[str, str], seconds: float
) -> Exchanged:
    """Call, and return an answer that succeeded. Raises ActionFailed with what the server said."""
    try:
        found = exchange(address, method=method, content=content, headers=headers, seconds=seconds)
    except SourceDown as down:
        raise ActionFailed(str(down)) from None
    if found.status >= 300:
        again = found.status >= 500 or found.status in LATER
        said = _("Le logiciel appelé a répondu par le code %(status)d.") % {"status": found.status}
        raise ActionFailed(said, again=again)
    return found


def _secret(name: str) -> str:
    return str(product.WEB_SERVICE_SECRETS.get(name, "")) if name else ""


def _digest(name: str, moment: str, content: bytes) -> str:
    return hmac.new(_secret(name).encode(), moment.encode() + b"." + content, hashlib.sha256).hexdigest()

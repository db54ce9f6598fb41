"""SMS by OVHcloud: POST /sms/{serviceName}/jobs (eu.api.ovh.com/1.0/sms.json), receipts by call-back of an API user.

Each call is signed: « $1$ » and the SHA-1 of application secret, consumer key, method, address, body and moment,
joined by « + »; the moment is that of their clock (GET /auth/time). What came is a « sms.Incoming » of the same
description: creationDatetime, credits, id, message, sender, tag.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.channels.errors import CannotDeliver, TryAgain
from parvis.channels.models import MessageState
from parvis.channels.registry import Account, Fate, Handed, Health, Outgoing, Received, Transport, transports
from parvis.channels.sms import gsm
from parvis.channels.sms.numbers import mobile
from parvis.channels.web import Answer, call, trouble

HOME = "https://eu.api.ovh.com/1.0"
DELIVERED, UNDERWAY = 4, frozenset({0, 1, 2, 3})
"""Codes of their receipts (« ptt »); the others say that the SMS was not delivered."""


@transports.register
class OvhSms(Transport):
    """An OVHcloud SMS account. The secret is « application secret:consumer key ».

    A message carries its own id as « tag », by which it is looked for before a second try: they have no key against
    repeats. « noStopClause »: it is no advertisement, and leaves at any hour.
    """

    code, label = "sms_ovh", gettext_lazy("SMS par OVHcloud")
    channel = "sms"
    needs = ("service", "application_key")

    def send(self, message: Outgoing, account: Account) -> Handed:
        """Hand an SMS over. Raises CannotDeliver, TryAgain, Unsure."""
        number = mobile(message.recipient)
        if not number:
            raise CannotDeliver("bad_number")
        size = gsm.size(message.text)
        sender = account.settings.get("sender", "")
        said = {
            "charset": "UTF-8",
            "class": "phoneDisplay",
            "coding": "7bit" if size.encoding == gsm.GSM else "8bit",
            "message": message.text,
            "noStopClause": True,
            "priority": "high",
            "receivers": [number],
            "senderForResponse": not sender,
            "tag": message.id.hex,
            "validityPeriod": 2880,
            **({"sender": sender} if sender else {}),
        }
        answer = _call(account, "POST", "jobs", said)
        if answer.status == 400:
            raise CannotDeliver("refused_400")
        if answer.status >= 300:
            raise trouble(answer.status) or TryAgain(f"http_{answer.status}")
        ids = answer.get("ids") or []
        if number in (answer.get("invalidReceivers") or []) or not ids:
            raise CannotDeliver("bad_number")
        return Handed(MessageState.SENT, str(ids[0]), size.parts)

    def find(self, message: Outgoing, account: Account) -> Handed | None:
        """Look for a message by its tag among those that left. Raises TryAgain, Unsure."""
        answer = _call(account, "GET", f"outgoing?tag={message.id.hex}")
        if answer.status >= 300:
            raise trouble(answer.status) or TryAgain(f"http_{answer.status}")
        known = answer.document if isinstance(answer.document, list) else []
        return Handed(MessageState.SENT, str(known[0]), gsm.size(message.text).parts) if known else None

    def fates(self, said: Mapping[str, Any], account: Account) -> list[Fate]:  # noqa: ARG002 - the address proves it
        """Return what a receipt tells: « id », « ptt »."""
        reference, code = str(said.get("id") or ""), str(said.get("ptt") or "")
        if not (reference and code.isdigit()):
            return []
        if int(code) in UNDERWAY:
            return [Fate(reference, MessageState.SENT)]
        state = MessageState.DELIVERED if int(code) == DELIVERED else MessageState.BOUNCED
        return [Fate(reference, state, f"ptt_{code}")]

    def waiting(self, account: Account) -> Iterator[Received]:
        """Yield what waits (GET /sms/{serviceName}/incoming, then each); already put together by them."""
        listed = _call(account, "GET", "incoming")
        if listed.status >= 300:
            raise trouble(listed.status) or TryAgain(f"http_{listed.status}")
        for key in (listed.document if isinstance(listed.document, list) else [])[:200]:
            one = _call(account, "GET", f"incoming/{int(key)}")
            if one.status >= 300:
                raise trouble(one.status) or TryAgain(f"http_{one.status}")
            text, sender = str(one.get("message") or ""), str(one.get("sender") or "")
            yield Received(str(int(key)), sender, text, at=_moment(one.get("creationDatetime")))

    def taken(self, reference: str, account: Account) -> None:
        """Take an SMS away (DELETE /sms/{serviceName}/incoming/{id})."""
        _call(account, "DELETE", f"incoming/{int(reference)}")

    def check(self, account: Account) -> Health:
        """Read the account: how many credits are left."""
        try:
            answer = _call(account, "GET", "")
        except TryAgain as away:
            return Health(False, _("OVHcloud ne répond pas (%(reason)s).") % {"reason": away.reason})
        if answer.status != 200:
            return Health(False, _("OVHcloud refuse ce compte (%(status)d).") % {"status": answer.status})
        return Health(True, _("Compte OVHcloud : %(left)s crédits.") % {"left": answer.get("creditsLeft")})


def _moment(told: Any) -> datetime | None:
    """Return a date of theirs (ISO 8601, with its zone), None when it is none."""
    try:
        moment = datetime.fromisoformat(str(told or ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _call(account: Account, method: str, path: str, said: Mapping[str, Any] | None = None) -> Answer:
    home = account.settings.get("url", HOME)
    address = f"{home}/sms/{quote(account.settings['service'], safe='')}{'/' if path else ''}{path}"
    body = json.dumps(said, ensure_ascii=False) if said is not None else ""
    moment = call("GET", f"{home}/auth/time", seconds=5).document
    if not isinstance(moment, int):
        raise TryAgain("no_time")
    application, _colon, consumer = account.secret.partition(":")
    signed = "+".join((application, consumer, method, address, body, str(moment)))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Ovh-Application": account.settings["application_key"],
        "X-Ovh-Consumer": consumer,
        "X-Ovh-Timestamp": str(moment),
        "X-Ovh-Signature": "$1$" + hashlib.sha1(signed.encode(), usedforsecurity=False).hexdigest(),
    }
    return call(method, address, headers=headers, content=body.encode() or None)

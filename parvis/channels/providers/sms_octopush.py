"""SMS by Octopush: POST /v1/public/sms-campaign/send, receipts and answers by call-back.

Read on dev.octopush.com/en/sms-gateway-api-documentation/: « send-sms », « callbacks/acknowledge-receipt » (channel,
message_id, number, status, delivery_date), « inbounds » (message_id, number, text, sim_card_number, reception_date).
In an answer, « message_id » is the ticket of **our** message, when they find it: two answers to one share it.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.channels.errors import CannotDeliver, TryAgain
from parvis.channels.models import MessageState
from parvis.channels.registry import Account, Fate, Handed, Health, Outgoing, Received, Transport, transports
from parvis.channels.sms import gsm
from parvis.channels.sms.numbers import mobile
from parvis.channels.web import Answer, call, call_json, trouble

HOME = "https://api.octopush.com/v1/public"
ALREADY_SENT = "120"
_INBOUND = ("number", "text", "message_id", "sim_card_number", "reception_date")
_PARIS = ZoneInfo("Europe/Paris")
_BAD_NUMBER, _NO_CREDIT = (
    frozenset({"117", "150"}),
    frozenset({"101", "104", "105", "108", "109", "113", "114"}),
)
_STATES = {
    "ACK": MessageState.SENT,
    "DELIVERED": MessageState.DELIVERED,
    "READ": MessageState.DELIVERED,
    "NOT_DELIVERED": MessageState.BOUNCED,
    "NOT_ALLOWED": MessageState.BOUNCED,
    "BAD_DESTINATION": MessageState.BOUNCED,
    "BLACKLISTED_NUMBER": MessageState.BOUNCED,
}


@transports.register
class OctopushSms(Transport):
    """An Octopush account. ``login`` is its « api-login », the secret its « api-key ».

    « request_id » is the message's id: within a day they refuse a repeat (code 120), which is then a success. Without
    answer « simulation » false, « purpose » alert: it is no advertisement.
    """

    code, label = "sms_octopush", gettext_lazy("SMS par Octopush")
    channel = "sms"
    needs = ("login",)

    def send(self, message: Outgoing, account: Account) -> Handed:
        """Hand an SMS over. Raises CannotDeliver, TryAgain, Unsure."""
        number = mobile(message.recipient)
        if not number:
            raise CannotDeliver("bad_number")
        said = {
            "recipients": [{"phone_number": number}],
            "text": message.text,
            "type": "sms_premium",
            "purpose": "alert",
            "sender": account.settings.get("sender") or message.sms_sender,
            "request_id": str(message.id),
            "with_replies": bool(account.settings.get("with_replies")),
        }
        home = account.settings.get("url", HOME)
        answer = call_json("POST", f"{home}/sms-campaign/send", said, headers=_headers(account))
        parts, code = gsm.size(message.text).parts, str(answer.get("code") or "")
        if code == ALREADY_SENT:
            return Handed(MessageState.SENT, "", parts)
        _refuse(answer, code)
        return Handed(MessageState.SENT, str(answer.get("sms_ticket") or ""), parts)

    def fates(self, said: Mapping[str, Any], account: Account) -> list[Fate]:  # noqa: ARG002 - the address proves it
        """Return what a receipt tells: « message_id », « status »."""
        word = str(said.get("status") or "").upper()
        reference, state = str(said.get("message_id") or ""), _STATES.get(word)
        return [Fate(reference, state, word.lower()[:40])] if state and reference else []

    def incoming(self, said: Mapping[str, Any], account: Account) -> list[Received]:  # noqa: ARG002 - as above
        """Return what came; already put together by them. All its fields together tell it from another."""
        if not (said.get("number") and isinstance(said.get("text"), str)):
            return []
        told = [str(said.get(name) or "") for name in _INBOUND]
        mark = hashlib.sha256("\0".join(told).encode()).hexdigest()[:40]
        return [Received(f"mo-{mark}", told[0], said["text"], at=_moment(told[-1]))]

    def check(self, account: Account) -> Health:
        """Read what is left on the account."""
        home = account.settings.get("url", HOME)
        try:
            answer = call("GET", f"{home}/wallet/check-balance", headers=_headers(account), seconds=5)
        except TryAgain as away:
            return Health(False, _("Octopush ne répond pas (%(reason)s).") % {"reason": away.reason})
        if answer.status != 200:
            return Health(False, _("Octopush refuse ce compte (%(status)d).") % {"status": answer.status})
        return Health(True, _("Compte Octopush : %(left)s.") % {"left": answer.get("amount")})


def _moment(text: str) -> datetime | None:
    """Return a date of theirs (« Y-m-d H:i:s », in the time of Paris), None when it is none."""
    try:
        return datetime.fromisoformat(text[:19]).replace(tzinfo=_PARIS)
    except ValueError:
        return None


def _headers(account: Account) -> dict[str, str]:
    return {"api-login": account.settings["login"], "api-key": account.secret}


def _refuse(answer: Answer, code: str) -> None:
    """Raise what an answer means, when it is not a success."""
    if answer.status < 300 and not code:
        return
    if code in _BAD_NUMBER:
        raise CannotDeliver("bad_number")
    if code in _NO_CREDIT:
        raise TryAgain(f"account_{code}")
    if answer.status in {400, 422}:
        raise CannotDeliver(f"refused_{code or answer.status}")
    raise trouble(answer.status) or TryAgain(f"http_{answer.status}")

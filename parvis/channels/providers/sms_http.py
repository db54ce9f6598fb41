"""Any provider of SMS that takes a JSON document by HTTP, and calls back the same way."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from parvis.channels.errors import CannotDeliver, TryAgain
from parvis.channels.models import MessageState
from parvis.channels.registry import Account, Fate, Handed, Health, Outgoing, Received, Transport, transports
from parvis.channels.sms import gsm
from parvis.channels.sms.numbers import mobile
from parvis.channels.web import call_json, check_address, trouble

_STATES = {
    "accepted": MessageState.SENT,
    "sent": MessageState.SENT,
    "delivered": MessageState.DELIVERED,
    "failed": MessageState.BOUNCED,
    "rejected": MessageState.BOUNCED,
    "expired": MessageState.BOUNCED,
}


@transports.register
class HttpSms(Transport):
    """POST ``{"id", "to", "from", "text", "callback"}`` with « Idempotency-Key »; answers ``{"id", "parts"}``.

    The secret goes as « Authorization: Bearer », and signs each document (« X-Parvis-Signature », HMAC-SHA256). Codes
    400 and 422 refuse the number or the text for good; every other error lets another provider be tried. Calls back
    with ``{"id" or "reference", "state", "reason"}``: accepted, sent, delivered, failed, rejected or expired.
    """

    code, label = "sms_http", gettext_lazy("SMS par HTTP")
    channel = "sms"
    needs = ("url",)

    def send(self, message: Outgoing, account: Account) -> Handed:
        """Hand an SMS over. Raises CannotDeliver, TryAgain, Unsure."""
        number = mobile(message.recipient)
        if not number:
            raise CannotDeliver("bad_number")
        said = {
            "id": str(message.id),
            "to": number,
            "from": account.settings.get("sender") or message.sms_sender,
            "text": message.text,
            "callback": account.callback,
        }
        headers = {"Idempotency-Key": str(message.id), **_proof(said, account)}
        answer = call_json("POST", account.settings["url"], said, headers=headers)
        if answer.status in {400, 422}:
            raise CannotDeliver(f"refused_{answer.status}")
        if answer.status >= 300:
            raise trouble(answer.status) or TryAgain(f"http_{answer.status}")
        parts = answer.get("parts")
        return Handed(
            MessageState.SENT,
            str(answer.get("id") or message.id),
            parts if isinstance(parts, int) else gsm.size(message.text).parts,
        )

    def fates(self, said: Mapping[str, Any], account: Account) -> list[Fate]:  # noqa: ARG002 - the address proves it
        """Return what a call tells."""
        state = _STATES.get(str(said.get("state", "")).lower())
        reference = str(said.get("id") or said.get("reference") or "")
        return [Fate(reference, state, str(said.get("reason") or "")[:40])] if state and reference else []

    def incoming(self, said: Mapping[str, Any], account: Account) -> list[Received]:  # noqa: ARG002 - as above
        """Return what came: ``{"from", "text", "id", "part", "parts"}``; parts of one SMS share their « id »."""
        if not (said.get("from") and isinstance(said.get("text"), str)):
            return []
        part, total = _number(said.get("part")), _number(said.get("parts"))
        return [Received(str(said.get("id") or ""), str(said["from"]), said["text"], part, max(part, total))]

    def check(self, account: Account) -> Health:
        """Ask the address for what it takes, without sending."""
        return check_address(account.settings["url"])


def _number(told: Any) -> int:
    return int(told) if str(told).isdigit() and 1 <= int(told) <= 50 else 1


def _proof(said: Mapping[str, Any], account: Account) -> dict[str, str]:
    if not account.secret:
        return {}
    signed = f"{said['id']}.{said['to']}.{said['text']}".encode()
    digest = hmac.new(account.secret.encode(), signed, hashlib.sha256).hexdigest()
    return {"Authorization": f"Bearer {account.secret}", "X-Parvis-Signature": digest}

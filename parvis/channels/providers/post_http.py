"""Any service that prints and posts letters given by HTTP, and tells what became of them the same way."""

import base64
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from parvis.channels.errors import CannotDeliver, TryAgain
from parvis.channels.mail.sending import content_of
from parvis.channels.models import MessageState
from parvis.channels.post.address import normalised, refused
from parvis.channels.post.fates import fates_of
from parvis.channels.registry import Account, Fate, Handed, Health, Outgoing, Transport, transports
from parvis.channels.web import call_json, check_address, trouble


@transports.register
class HttpPost(Transport):
    """POST ``{"id", "address", "sender", "registered", "files", "callback"}``, files in base64; answers ``{"id"}``.

    « Idempotency-Key » is the letter's id, the secret goes as « Authorization: Bearer ». Codes 400 and 422 refuse the
    letter for good. Calls back with ``{"id", "state", "reason"}``: accepted, printed, posted, delivered, returned.
    """

    code, label = "post_http", gettext_lazy("impression et affranchissement par HTTP")
    channel = "post"
    needs = ("url",)

    def send(self, message: Outgoing, account: Account) -> Handed:
        """Hand a letter over. Raises CannotDeliver, TryAgain, Unsure."""
        reason = refused(message.recipient)
        if reason:
            raise CannotDeliver(reason)
        said = {
            "id": str(message.id),
            "address": normalised(message.recipient),
            "sender": message.sender_name,
            "registered": message.registered,
            "files": [
                {"name": file.name, "content": base64.b64encode(content_of(file.key)).decode()}
                for file in message.attachments
            ],
            "callback": account.callback,
        }
        headers = {"Idempotency-Key": str(message.id)}
        if account.secret:
            headers["Authorization"] = f"Bearer {account.secret}"
        answer = call_json("POST", account.settings["url"], said, headers=headers, seconds=60)
        if answer.status in {400, 422}:
            raise CannotDeliver(f"refused_{answer.status}")
        if answer.status >= 300:
            raise trouble(answer.status) or TryAgain(f"http_{answer.status}")
        return Handed(MessageState.SENT, str(answer.get("id") or message.id))

    def fates(self, said: Mapping[str, Any], account: Account) -> list[Fate]:  # noqa: ARG002 - the address proves it
        """Return what a call tells."""
        return fates_of(said)

    def check(self, account: Account) -> Health:
        """Ask the address for what it takes, without sending."""
        return check_address(account.settings["url"])

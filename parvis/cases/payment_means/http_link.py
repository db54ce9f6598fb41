"""A payment service called by HTTP: it gives a link, calls back once it knows, and says where the payment stands.

We POST to its address ``{"reference", "amount" (cents), "currency", "subject", "notice", "back"}``, signed
(``cases.signed_calls``), under an « Idempotency-Key »; it answers ``{"link", "reference"}``. We GET
``<address>/<reference>``, signed; it answers ``{"state": "waiting|paid|failed", "amount"}``.
"""

import json
from typing import Any, ClassVar
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import ActionFailed
from parvis.cases.payment_kinds import SECONDS, Asked, Opened, PaymentMeans, Standing, register
from parvis.cases.signed_calls import asked as called
from parvis.cases.signed_calls import signature

LONGEST_LINK, LONGEST_REFERENCE = 2000, 100
STATES = frozenset({"waiting", "paid", "failed"})


@register
class HttpLink(PaymentMeans):
    """Any service, or a small relay in front of PayFiP or a bank."""

    code, label = "http_link", gettext_lazy("en ligne, par un lien")
    outside: ClassVar = True

    def open(self, asked: Asked) -> Opened:
        """Open a payment. Raises ActionFailed: no answer, or one that is not understood."""
        told = {
            "reference": asked.key,
            "amount": asked.amount,
            "currency": "EUR",
            "subject": asked.subject,
            "notice": asked.notice_address,
            "back": asked.back_address,
        }
        content = json.dumps(told, ensure_ascii=False).encode()
        said = _document(asked, "POST", asked.address, content)
        link, reference = said.get("link"), said.get("reference")
        if not _is_link(link) or not _is_reference(reference):
            raise ActionFailed(_("Le service de paiement n’a pas donné de lien."))
        return Opened(link=link, reference=reference)  # type: ignore[arg-type]  # texts, as just seen

    def look(self, asked: Asked, reference: str) -> Standing:
        """Return what it says. Raises ActionFailed: no answer, or one that is not understood."""
        address = f"{asked.address.rstrip('/')}/{quote(reference, safe='')}"
        said = _document(asked, "GET", address, None)
        state, amount = said.get("state"), said.get("amount", 0)
        if state not in STATES or not isinstance(amount, int) or isinstance(amount, bool):
            raise ActionFailed(_("La réponse du service de paiement n’est pas comprise."))
        return Standing(state=state, amount=amount)


def _document(asked: Asked, method: str, address: str, content: bytes | None) -> dict[str, Any]:
    headers = {"Idempotency-Key": asked.key, **signature(asked.secret, content or b"")}
    if content is not None:
        headers["Content-Type"] = "application/json"
    found = called(address, method=method, content=content, headers=headers, seconds=SECONDS)
    if not isinstance(found.document, dict):
        raise ActionFailed(_("La réponse du service de paiement n’est pas comprise."))
    return found.document


def _is_link(link: object) -> bool:
    return isinstance(link, str) and len(link) <= LONGEST_LINK and link.startswith(("https://", "http://"))


def _is_reference(reference: object) -> bool:
    return isinstance(reference, str) and 0 < len(reference) <= LONGEST_REFERENCE

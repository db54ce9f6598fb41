"""A payment service called by HTTP: it gives a link, calls back once it knows, and says where the payment stands.

We POST to its address ``{"reference", "amount" (cents), "currency", "subject", "notice", "back"}``, signed
(``cases.signed_calls``), under an « Idempotency-Key »; it answers ``{"link", "reference"}``. We GET
``<address>/<reference>``, signed; it answers ``{"state": "waiting|paid|failed", "amount"}``.
"""

from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import ActionFailed
from parvis.cases.payment_kinds import SECONDS, Asked, PaymentMeans, Standing, register
from parvis.cases.signed_calls import Line, Opened

STATES = ("waiting", "paid", "failed")


@register
class HttpLink(PaymentMeans):
    """Any service, or a small relay in front of PayFiP or a bank."""

    code, label = "http_link", gettext_lazy("en ligne, par un lien")
    outside: ClassVar = True

    def open(self, asked: Asked) -> Opened:
        """Open a payment. Raises ActionFailed: no answer, or one that is not understood."""
        told = {
            "amount": asked.amount,
            "currency": "EUR",
            "subject": asked.subject,
            "notice": asked.notice_address,
            "back": asked.back_address,
        }
        return _line(asked).open(told)

    def look(self, asked: Asked, reference: str) -> Standing:
        """Return what it says. Raises ActionFailed: no answer, or one that is not understood."""
        line = _line(asked)
        said = line.look(reference, STATES)
        amount = said.get("amount", 0)
        if not isinstance(amount, int) or isinstance(amount, bool):
            raise ActionFailed(line.puzzled)
        return Standing(state=said["state"], amount=amount)


def _line(asked: Asked) -> Line:
    puzzled = _("La réponse du service de paiement n’est pas comprise.")
    return Line(asked.key, asked.address, asked.secret, SECONDS, puzzled)

"""Paid at the counter, by cheque or by transfer: an agent writes down what came."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from parvis.cases.payment_kinds import Asked, PaymentMeans, register
from parvis.cases.signed_calls import Opened


@register
class ByHand(PaymentMeans):
    """No service is called."""

    code, label = "by_hand", gettext_lazy("au guichet, par chèque ou par virement")
    outside: ClassVar = False

    def open(self, asked: Asked) -> Opened:  # noqa: ARG002
        """Open nothing."""
        return Opened()

"""Ways to be paid: each a file of ``cases/payment_means/`` (guide: docs/guides/how-to-add.md)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from parvis.cases.signed_calls import Opened
from parvis.catalogue import numbers
from parvis.common.registry import Registry

SECONDS = 15
"""Time left to a payment service to answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A payment to ask for. ``amount`` is in cents of euro; ``address`` and ``secret`` those of the service."""

    key: str
    amount: int
    subject: str
    address: str = ""
    secret: str = ""
    notice_address: str = ""
    back_address: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a service says of a payment: « waiting », « paid » or « failed », and how much, in cents of euro."""

    state: str
    amount: int = 0


class PaymentMeans:
    """A way to be paid."""

    code: ClassVar[str]
    label: ClassVar[Any]
    outside: ClassVar[bool] = False
    """Whether an outside service takes the money, and says so."""

    def open(self, asked: Asked) -> Opened:
        """Open a payment, outside any transaction; the same key opens the same one. Raises ActionFailed."""
        raise NotImplementedError

    def look(self, asked: Asked, reference: str) -> Standing:
        """Ask the service where a payment stands, outside any transaction. Raises ActionFailed."""
        raise NotImplementedError


payment_means: Registry[PaymentMeans] = Registry(PaymentMeans, package="parvis.cases.payment_means")
register = payment_means.register


def euros(cents: int) -> str:
    """Return « 12,50 € »."""
    return numbers.written(Decimal(cents) / 100, decimals=2, unit="€")

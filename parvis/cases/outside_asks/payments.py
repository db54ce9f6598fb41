"""Payments by a link."""

from uuid import UUID

from parvis.cases.outside_kinds import OutsideAsk, register
from parvis.cases.services import payments


@register
class Payments(OutsideAsk):
    """See ``services.payments``."""

    code = "payments"

    def secret_of(self, case_id: UUID, ask_id: UUID) -> str:
        """Return the name of the secret of the payment service."""
        return payments.secret_of(case_id, ask_id)

    def look(self, case_id: UUID, ask_id: UUID) -> None:
        """Ask where the payment stands. Raises ActionFailed."""
        payments.look_at_payment(case_id=case_id, payment_id=ask_id)

    def waiting(self) -> list[tuple[UUID, UUID]]:
        """Return the payments that wait."""
        return payments.waiting_payments()

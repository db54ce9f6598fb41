"""The payments of a case, as pages tell them."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from parvis.cases.models import Case, Payment
from parvis.cases.payment_kinds import euros
from parvis.common.errors import NotFound


@dataclass(frozen=True, slots=True)
class Due:
    """One payment in words: what, where it stands, and where the person pays it."""

    id: UUID
    said: str
    state: str
    settled: bool
    link: str


def payments_of(case: Case) -> list[Due]:
    """Return the payments asked of a case, oldest first. Costs nothing when its workflow asked for none."""
    if not case.track.get("payments"):
        return []
    return [
        Due(
            row.pk,
            told(row),
            str(row.get_state_display()),
            row.is_settled,
            "" if row.is_settled else row.link,
        )
        for row in Payment.objects.filter(case=case)
    ]


def told(row: Payment) -> str:
    """Return « 12,50 € (frais de dossier) »."""
    said = {"amount": euros(row.amount), "subject": row.subject}
    return _("%(amount)s (%(subject)s)") % said if row.subject else said["amount"]


def payment_for(case: Case, payment_id: UUID) -> Payment:
    """Return a payment of a case that the reader sees. Raises NotFound."""
    row = Payment.objects.filter(pk=payment_id, case=case).first()
    if row is None:
        raise NotFound
    return row

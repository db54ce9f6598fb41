"""Payments of a workflow: asked by an action, paid by a link or another way, told by the service or by an agent.

News of a service come as ``services.outside_asks`` says.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from parvis.cases import access, journal
from parvis.cases.errors import PaymentSettled
from parvis.cases.models import Case, Payment, PaymentState
from parvis.cases.outside_kinds import MOST_WAITING
from parvis.cases.payment_kinds import Asked, Standing, payment_means
from parvis.cases.services.saving import save_case
from parvis.cases.services.transitions import make_happened
from parvis.catalogue.workflows.definition import workflow_of
from parvis.common import actor, clock
from parvis.common.errors import NotFound
from parvis.organisations.access import AgentSession

LOOKED_FOR = timedelta(days=45)
"""How long a payment that nobody tells of is asked about."""
TWICE, OTHER_AMOUNT = "twice", "amount"


def asked_of(row: Payment) -> Asked:
    """Return a payment as its means reads it."""
    return Asked(
        key=str(row.pk),
        amount=row.amount,
        subject=row.subject,
        address=row.service.get("address", ""),
        secret=row.service.get("secret", ""),
    )


def secret_of(case_id: UUID, payment_id: UUID) -> str:
    """Return the name of the secret that signs the notices of a payment, "" when there is none."""
    row = Payment.objects.filter(pk=payment_id, case=case_id).first()
    return row.service.get("secret", "") if row else ""


def look_at_payment(*, case_id: UUID, payment_id: UUID) -> None:
    """Ask the service of a payment where it stands, and write it down. Called by a job, again without harm.

    Raises ActionFailed when the service gives no answer that is understood: the job is tried again.
    """
    with transaction.atomic():
        row = Payment.objects.filter(pk=payment_id, case=case_id).first()
    if row is None or not row.reference:
        return
    found = payment_means.get(row.means).look(asked_of(row), row.reference)
    if found.state != PaymentState.WAITING:
        settle_payment(case_id=case_id, payment_id=payment_id, found=found)


def waiting_payments() -> list[tuple[UUID, UUID]]:
    """Return the cases and the payments that services hold, oldest first."""
    since = clock.now() - LOOKED_FOR
    rows = Payment.objects.filter(state=PaymentState.WAITING, asked_at__gte=since).exclude(reference="")
    return list(rows.values_list("case_id", "pk").order_by("asked_at")[:MOST_WAITING])


@transaction.atomic
def settle_payment(*, case_id: UUID, payment_id: UUID, found: Standing) -> None:
    """Write down what a service says of a payment. What was paid stays paid; what differs is shown to agents."""
    case, row = _locked(case_id, payment_id)
    with actor.admitting(case.pk):
        if found.state == PaymentState.FAILED:
            if row.state == PaymentState.WAITING:
                row.state = PaymentState.FAILED
                row.save(update_fields=["state"])
                journal.record(case, "payment_failed", facts=_facts(row))
                save_case(case)
        elif row.is_settled:
            if row.how != row.means:
                _doubt(case, row, TWICE)
        elif found.amount != row.amount:
            _doubt(case, row, OTHER_AMOUNT)
        else:
            _paid(case, row, how=row.means, reference=row.reference)


@transaction.atomic
def record_payment(*, case_id: UUID, payment_id: UUID, how: str, reference: str, by: AgentSession) -> Payment:
    """Write down as an agent that a payment came another way: cash, cheque, transfer, card.

    Raises CaseNotFound, NotFound, NotForThisRole, PaymentSettled.
    """
    case, row = _locked(case_id, payment_id)
    access.require(access.can_handle(by, case))
    if row.is_settled:
        raise PaymentSettled
    with actor.admitting(case.pk):
        _paid(case, row, how=how, reference=reference)
    return row


def _paid(case: Case, row: Payment, *, how: str, reference: str) -> None:
    """Mark a payment paid, with its receipt in the journal, and let the workflow know."""
    row.state, row.how, row.settled_at = PaymentState.PAID, how, clock.now()
    row.save(update_fields=["state", "how", "settled_at"])
    told = {"how": how, "reference": reference[:100]}
    journal.record(case, "payment_received", facts={**_facts(row), **told})
    if row.key:
        results = case.track.get("results", {})
        own = {**results.get(row.key, {}), "state": str(PaymentState.PAID)}
        case.track = {**case.track, "results": {**results, row.key: own}}
    flow = workflow_of(case.version)
    if flow is None or not make_happened(case, flow, on="signal", name=row.signal or "paid"):
        save_case(case, "track")


def _doubt(case: Case, row: Payment, why: str) -> None:
    if row.trouble:
        return
    row.trouble = why
    row.save(update_fields=["trouble"])
    journal.record(case, "payment_doubtful", facts={**_facts(row), "why": why})
    save_case(case)


def _facts(row: Payment) -> dict[str, Any]:
    return {"payment": str(row.pk), "amount": row.amount, "means": row.means}


def _locked(case_id: UUID, payment_id: UUID) -> tuple[Case, Payment]:
    case = access.get_case(case_id, lock=True, whole=True)
    row = Payment.objects.select_for_update(of=("self",)).filter(pk=payment_id, case=case).first()
    if row is None:
        raise NotFound
    return case, row

"""A payment asked of the person, by a link or other ways."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases import journal
from parvis.cases.action_kinds import ActionFailed, CaseAction, Run, register
from parvis.cases.models import Payment, PaymentState
from parvis.cases.payment_kinds import Asked, payment_means
from parvis.cases.services.notices import follow_up_address
from parvis.cases.services.outside_asks import notice_address
from parvis.cases.signed_calls import line_faults, plain_address, secret_setting
from parvis.catalogue.workflows.actions import Kind, Named, Phase, Setting
from parvis.common import clock

MOST = 100_000_000
"""Cents: no workflow asks for a million euros."""


@register
class TakePayment(CaseAction):
    """What follows waits until the payment can be made; its link is then ``case.results.<key>.link``.

    Once paid, by the link or as an agent writes it down, the workflow receives its signal.
    """

    code, label = "take_payment", gettext_lazy("Demander un paiement")
    phase = Phase.JOB
    named = "paiement"
    awaited = True
    settings: ClassVar = (
        Setting("amount", Kind.FORMULA, gettext_lazy("Montant, en euros"), required=True),
        Setting("text", Kind.RECALLING, gettext_lazy("Ce qui est payé")),
        Setting(
            "means",
            Kind.CHOICE,
            gettext_lazy("Moyen de paiement"),
            choices=tuple((each.code, each.label) for each in payment_means),
            default="by_hand",
        ),
        Setting("url", Kind.ADDRESS, gettext_lazy("Adresse du service de paiement")),
        secret_setting(),
        Setting(
            "signal",
            Kind.FUNCTION,
            gettext_lazy("Signal envoyé une fois payé"),
            gettext_lazy("Laissé vide : paid."),
        ),
    )

    def faults(self, settings: Mapping[str, Any], named: Named) -> Iterator[tuple[str, str]]:  # noqa: ARG002
        """Yield what is wrong: a service has an address, and a secret."""
        if payment_means.get(settings.get("means", "by_hand")).outside:
            yield from line_faults(settings)

    def prepare(self, run: Run) -> dict[str, Any]:
        """Return what is asked. Raises ActionFailed when the formula gives no amount."""
        return {
            "amount": _cents(run.value("amount")),
            "subject": (run.text("text") or run.case.subject)[:250],
            "means": run.chosen("means"),
            "address": plain_address(run.text("url")),
            "secret": run.settings.get("secret", ""),
            "back": follow_up_address(run.case),
        }

    def perform(self, given: Mapping[str, Any], *, key: str, case_id: str) -> dict[str, Any]:
        """Open the payment. Raises ActionFailed."""
        asked = Asked(
            key=key,
            amount=given["amount"],
            subject=given["subject"],
            address=given["address"],
            secret=given["secret"],
            notice_address=notice_address("payments", UUID(case_id), UUID(key)),
            back_address=given["back"],
        )
        opened = payment_means.get(given["means"]).open(asked)
        kept = {name: given[name] for name in ("amount", "subject", "means", "address", "secret")}
        return {**kept, "key": key, "link": opened.link, "reference": opened.reference}

    def settle(self, run: Run, found: Mapping[str, Any]) -> None:
        """Write the payment down, and its link under the name of the action."""
        Payment(
            id=UUID(found["key"]),
            organisation_id=run.case.organisation_id,
            case=run.case,
            key=run.step.key,
            signal=run.settings.get("signal", ""),
            amount=found["amount"],
            subject=found["subject"],
            means=found["means"],
            service={"address": found["address"], "secret": found["secret"]},
            link=found["link"],
            reference=found["reference"],
            asked_at=clock.now(),
        ).save(force_insert=True)
        facts = {"payment": found["key"], "amount": found["amount"], "means": found["means"]}
        journal.record(run.case, "payment_asked", facts=facts)
        run.keep("payments", asked=True)
        if run.step.key:
            own = {"link": found["link"], "amount": found["amount"] / 100, "state": str(PaymentState.WAITING)}
            run.keep("results", **{run.step.key: own})


def _cents(amount: Any) -> int:
    """Return an amount in cents. Raises ActionFailed when there is nothing to pay, or too much."""
    try:
        cents = int((Decimal(str(amount)) * 100).to_integral_value())
    except (InvalidOperation, ValueError, OverflowError):
        cents = 0
    if isinstance(amount, bool) or not 0 < cents <= MOST:
        raise ActionFailed(_("Le montant à payer n’est pas un nombre d’euros."), again=False)
    return cents

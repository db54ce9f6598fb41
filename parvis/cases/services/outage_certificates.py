"""The certificate of an outage for the person of a case: what failed, when, what it moved, what they tried."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import translation

from parvis.cases import access, journal
from parvis.cases.models import Case, OutageLink
from parvis.cases.numbers import say_number
from parvis.cases.services.letters import recipient_of, service_of
from parvis.cases.services.outage_moves import moved_by
from parvis.cases.services.retiming import whole_story
from parvis.cases.services.saving import save_case
from parvis.common import actor
from parvis.deadlines.wording import day_in_words
from parvis.documents.letters import OutageCertificate
from parvis.documents.models import IssuedDocument
from parvis.documents.queries import issued_documents
from parvis.documents.services import issue
from parvis.documents.wording import moment_in_words
from parvis.outages.errors import OutageNotFound
from parvis.outages.models import FailedAttempt, Outage
from parvis.outages.queries import outage_of
from parvis.outages.wording import functions_in_words, gesture_in_words


@dataclass(frozen=True)
class Touched:
    """An outage that touched a case: it moved a deadline, the case reports it, or an attempt about it failed then."""

    outage: Outage
    attempts: list[FailedAttempt]


def touched_by(case: Case) -> list[Touched]:
    """Return the outages that touched a case seen by the actor, oldest first."""
    attempts = list(FailedAttempt.objects.filter(case_id=case.pk).select_related("organisation"))
    linked = Outage.objects.standing().filter(pk__in=OutageLink.objects.filter(case=case).values("outage_id"))
    found = {outage.pk: Touched(outage, []) for outage in linked.order_by("starts_at", "pk")}
    for attempt in attempts:
        outage = outage_of(attempt)
        if outage is not None:
            found.setdefault(outage.pk, Touched(outage, [])).attempts.append(attempt)
    return sorted(found.values(), key=lambda one: one.outage.starts_at)


def certify_outage(*, case_id: UUID, outage_id: int) -> IssuedDocument:
    """Return the certificate of an outage that touched a case, drawn once it is over; call it in no transaction.

    While the outage lasts another is drawn each time, for it says that it lasts. Raises CaseNotFound, OutageNotFound.
    """
    with transaction.atomic(), translation.override("fr"):
        case = access.get_case(case_id)
        touched = next((one for one in touched_by(case) if one.outage.pk == outage_id), None)
        if touched is None:
            raise OutageNotFound
        issued = _issued(case, touched.outage)
        if issued is not None:
            return issued
        certificate = _certificate(case, touched)
        theme = case.organisation.theme
    with translation.override("fr"):
        document = issue.issue_outage_certificate(certificate=certificate, about=case_id, theme=theme)
    _write_down(case_id, outage_id, document, final=touched.outage.ends_at is not None)
    return document


def _issued(case: Case, outage: Outage) -> IssuedDocument | None:
    """Return the certificate of an outage that is over, if it was drawn since."""
    facts = {"facts__outage": outage.pk, "facts__final": True}
    entry = case.journal.filter(kind="outage_certified", **facts).order_by("position").last()
    if entry is None:
        return None
    return next((one for one in issued_documents(case.pk) if str(one.pk) == entry.facts["document"]), None)


def _certificate(case: Case, touched: Touched) -> OutageCertificate:
    outage = touched.outage
    moved = moved_by(whole_story(case), outage.pk)
    return OutageCertificate(
        number=say_number(case.number),
        since=outage.starts_at,
        until=outage.ends_at,
        what=functions_in_words(outage),
        service=service_of(case),
        recipient=recipient_of(case),
        moved=[(one.label, day_in_words(one.to)) for one in moved],
        attempts=[f"{moment_in_words(one.failed_at)} : {gesture_in_words(one)}" for one in touched.attempts],
    )


@transaction.atomic
def _write_down(case_id: UUID, outage_id: int, document: IssuedDocument, *, final: bool) -> None:
    case = access.get_case(case_id, lock=True)
    facts = {"outage": outage_id, "document": str(document.pk), "sha256": document.sha256, "final": final}
    with actor.admitting(case.pk):
        journal.record(case, "outage_certified", facts=facts)
        save_case(case)

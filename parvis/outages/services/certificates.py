"""Certificates for people without a case: what they hold is the reference of their attempt."""

from uuid import UUID

from django.db import transaction
from django.utils import translation

from parvis.documents.letters import OutageCertificate, Recipient, Service
from parvis.documents.models import DocumentKind, IssuedDocument
from parvis.documents.queries import issued_documents
from parvis.documents.services import issue
from parvis.documents.wording import moment_in_words
from parvis.organisations.models import Organisation
from parvis.organisations.opening_hours import hours_in_words
from parvis.organisations.queries import top_organisation
from parvis.outages import access
from parvis.outages.errors import OutageNotFound
from parvis.outages.models import FailedAttempt
from parvis.outages.queries import outage_of
from parvis.outages.wording import gesture_in_words, what_failed


def certify_attempt(*, attempt_id: UUID) -> IssuedDocument:
    """Return the certificate of an attempt that the actor holds, drawn at the first time; call it in no transaction.

    While the outage lasts another is drawn each time, for it says until when. Raises AttemptNotFound, OutageNotFound
    when the platform has no body yet.
    """
    with transaction.atomic(), translation.override("fr"):
        attempt = access.get_attempt(attempt_id)
        outage = outage_of(attempt)
        issued = issued_documents(attempt.pk, DocumentKind.OUTAGE)
        if issued and (outage is None or outage.ends_at is None or issued[-1].issued_at >= outage.ends_at):
            return issued[-1]
        body = attempt.organisation or top_organisation()
        if body is None:
            raise OutageNotFound
        certificate = _certificate(attempt, body)
    with translation.override("fr"):
        return issue.issue_outage_certificate(certificate=certificate, about=attempt.pk, theme=body.theme)


def _certificate(attempt: FailedAttempt, body: Organisation) -> OutageCertificate:
    outage = outage_of(attempt)
    return OutageCertificate(
        number=attempt.reference,
        is_attempt=True,
        since=outage.starts_at if outage else attempt.failed_at,
        until=outage.ends_at if outage else attempt.failed_at,
        what=what_failed(attempt, outage),
        attempts=[f"{moment_in_words(attempt.failed_at)} : {gesture_in_words(attempt)}"],
        service=service_of_body(body),
        recipient=Recipient(name=""),
    )


def service_of_body(body: Organisation) -> Service:
    """Return a body as the service that a letter names."""
    return Service(
        body=body.name,
        name=body.name,
        postal_address=body.postal_address,
        email=body.email,
        phone=body.phone,
        opening_hours=hours_in_words(body.opening_hours),
    )

"""What a person takes away from their demand: files given, receipt, decision."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.cases import access
from parvis.cases.services.outage_certificates import certify_outage
from parvis.common.errors import NotFound
from parvis.documents.access import get_file
from parvis.documents.queries import issued_documents
from parvis.portal.deposit.receipt import send_receipt
from parvis.portal.downloads import answer_file
from parvis.portal.visits import limit


@never_cache
@require_safe
def given_file(request: HttpRequest, number: str, attachment: UUID) -> HttpResponseBase:  # noqa: ARG001
    """Give a file of the demand. Raises CaseNotFound, NotFound, NotScannedYet, Infected."""
    return answer_file(access.get_given_file(access.get_case_by_number(number), attachment).file)


@never_cache
@require_safe
def issued(request: HttpRequest, number: str, document: UUID) -> HttpResponseBase:  # noqa: ARG001
    """Give a document that was issued. Raises CaseNotFound, NotFound."""
    case = access.get_case_by_number(number)
    for known in issued_documents(case.pk):
        if known.pk == document:
            return answer_file(known.file)
    raise NotFound


@never_cache
@require_POST
@transaction.non_atomic_requests
def outage(request: HttpRequest, number: str, outage: int) -> HttpResponseBase:
    """Give the certificate of an outage, drawn if need be. Raises CaseNotFound, OutageNotFound."""
    with transaction.atomic():
        case_id = access.get_case_by_number(number).pk
        limit(request, "portal.certificate", most=30, seconds=600)
    document = certify_outage(case_id=case_id, outage_id=outage)
    with transaction.atomic():
        return answer_file(get_file(document.file_id))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.non_atomic_requests
def receipt(request: HttpRequest, number: str) -> HttpResponseBase:
    """Give the receipt; by POST, draw it first if its job has not yet done so. Raises CaseNotFound."""
    with transaction.atomic():
        case_id = access.get_case_by_number(number).pk
    return send_receipt(request, case_id)

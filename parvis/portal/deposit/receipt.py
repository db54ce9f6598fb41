"""The receipt: at once on the page, and as PDF."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from parvis.cases import access
from parvis.cases.dials import dials, pledges
from parvis.cases.errors import DraftNotFound
from parvis.cases.models import Case
from parvis.cases.numbers import say_number, secret_code
from parvis.cases.services.letters import issue_receipt, receipt_document, receipt_of
from parvis.cases.services.retiming import whole_story
from parvis.common import actor
from parvis.common.errors import NotFound
from parvis.documents.drawing import as_html
from parvis.documents.models import StoredFile
from parvis.documents.receipt_wording import receipt_sentences
from parvis.portal.bodies import reach, speak_as
from parvis.portal.deposit.keeping import ask_code
from parvis.portal.deposit.way import way_of
from parvis.portal.downloads import answer_file
from parvis.portal.follow_up.standing import steps
from parvis.portal.visits import limit


@never_cache
@require_safe
def receipt(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Show the receipt of what was sent, as often as one comes back."""
    try:
        way = way_of(request, draft)
    except DraftNotFound as refusal:
        return ask_code(request, refusal)
    if way.draft.case_id is None:
        return redirect(way.standing())
    with actor.admitting(way.draft.case_id):
        case = access.get_case(way.draft.case_id)
        speak_as(request, case.organisation)
        return render(request, "portal/deposit/receipt.html", _context(case) | {"draft_id": draft})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.non_atomic_requests
def download(request: HttpRequest, draft: UUID) -> HttpResponseBase:
    """Give the receipt as PDF; by POST, draw it first if its job has not yet done so. Raises DraftNotFound."""
    with transaction.atomic():
        case_id = access.get_draft(draft).case_id
    if case_id is None:
        raise NotFound
    with actor.admitting(case_id):
        return send_receipt(request, case_id)


def send_receipt(request: HttpRequest, case_id: UUID) -> HttpResponseBase:
    """Answer the PDF of a case's receipt; call it outside any transaction, for it may have to be drawn.

    A GET writes nothing: it waits for the job. Raises NotFound while there is no receipt.
    """
    file = _issued(case_id)
    if file is None and request.method == "POST":
        with transaction.atomic():
            limit(request, "portal.receipt", most=30, seconds=600)
        issue_receipt(case_id=case_id)
        file = _issued(case_id)
    if file is None:
        raise NotFound
    return answer_file(file)


@transaction.atomic
def _issued(case_id: UUID) -> StoredFile | None:
    document = receipt_document(access.get_case(case_id))
    return document.file if document else None


def _context(case: Case) -> dict[str, object]:
    receipt = receipt_of(case)
    return {
        "case": case,
        "number": say_number(case.number),
        "code": secret_code("follow-up", case.pk),
        "title": receipt.procedure,
        "steps": steps(case),
        "email": case.person.email if case.person and case.person.preferred_channel == "email" else "",
        "letter": as_html(receipt_sentences(receipt), heading_level=3),
        "is_issued": receipt_document(case) is not None,
        "reach": reach(case.organisation),
        "team": case.team,
        "pledges": pledges(dials(whole_story(case))) if case.is_committed else [],
    }

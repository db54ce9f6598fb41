"""Reading everything again, then sending, once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parvis.cases.errors import DraftNotFound, FormIncomplete
from parvis.cases.models import CorrectionState
from parvis.cases.services.corrections import send_correction
from parvis.cases.services.drafts import send_draft
from parvis.catalogue.field_types import element_id
from parvis.catalogue.forms import engine
from parvis.common import proofs
from parvis.common.errors import DomainError, Invalid
from parvis.portal.deposit import drawing
from parvis.portal.deposit.contact import contact_question, read_contact
from parvis.portal.deposit.keeping import ask_code
from parvis.portal.deposit.way import Way, way_of
from parvis.portal.procedures.sheet import data_notice


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Show every answer with a link to change it; by POST, send. Sending twice gives the same receipt."""
    try:
        way = way_of(request, draft, lock=request.method == "POST")
    except DraftNotFound as refusal:
        return ask_code(request, refusal)
    if way.draft.case_id:
        return redirect("portal:receipt", draft)
    if request.method != "POST":
        return _draw(request, way)
    if way.draft.corrects:
        return _send_correction(request, way)
    try:
        proved = proofs.identity(request.session)
        case = send_draft(draft=way.draft, contact=read_contact(request.POST, way), identity=proved)
    except FormIncomplete:
        return _draw(request, way)
    except DomainError as refusal:
        return _draw(request, way, refusal=str(refusal))
    proofs.remember(request.session, case.pk)
    return redirect("portal:receipt", draft)


def _send_correction(request: HttpRequest, way: Way) -> HttpResponse:
    """Send what was put right in a demand, and go back to it."""
    try:
        correction = send_correction(draft_id=way.draft.pk, why=request.POST.get("why", ""))
    except FormIncomplete:
        return _draw(request, way)
    except Invalid as refusal:
        return _draw(
            request, way, refusal=" ".join(said for each in refusal.errors.values() for said in each)
        )
    except DomainError as refusal:
        return _draw(request, way, refusal=str(refusal))
    if correction.state == CorrectionState.APPLIED:
        messages.success(request, _("Votre correction est enregistrée. Vos délais ne changent pas."))
    else:
        messages.success(
            request, _("Votre correction est proposée au service, qui examine déjà votre demande.")
        )
    return redirect("portal:case", correction.case.number)


def _why(way: Way) -> list[dict[str, Any]]:
    context = {
        "id": "why",
        "name": "why",
        "label": _("Ce que vous corrigez"),
        "help": _("En une phrase, pour le service."),
        "required": False,
        "rows": 2,
        "max_length": 2000,
    }
    return [{"template": "fields/textarea.html", "context": context}] if way.draft.corrects else []


def _draw(request: HttpRequest, way: Way, *, refusal: str = "") -> HttpResponse:
    checked = engine.check_all(way.form, way.draft.answers, context=way.context)
    sections = engine.present(way.form, way.draft.answers, context=way.context, reviewed=True)
    pages = way.seen.pages
    context = {
        "way": way,
        "title": way.form.title,
        "step": way.review_step(),
        "sections": [_section(way, section) for section in sections],
        "faults": drawing.fault_links(way, checked),
        "refusal": refusal,
        "back": way.address(pages[-1].key) if pages else way.procedure_address(),
        "widgets": _why(way) or contact_question(way, request.POST),
        "corrects": bool(way.draft.corrects),
        "notice": data_notice(way.form.definition, way.draft.organisation),
        "body": way.draft.organisation,
    }
    wrong = refusal or (not checked.is_right and request.method == "POST")
    return render(request, "portal/deposit/review.html", context, status=422 if wrong else 200)


def _section(way: Way, section: engine.Section) -> dict[str, Any]:
    """Return the answers of a page as rows, each with the place where it is changed."""
    address = way.address(section.key)
    rows = [
        {
            "question": row.label,
            "answer": row.text,
            "change_href": f"{address}#{element_id(row.key)}",
            "group": row.group,
        }
        for row in section.rows
    ]
    return {"title": section.title, "rows": rows}

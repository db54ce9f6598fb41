"""What an agent does to an outage from its page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.cases.access import get_case_by_number
from parvis.cases.services.outages import report_outage
from parvis.common.errors import DomainError, NotFound
from parvis.desk.entrance import AgentRequest
from parvis.desk.outages.forms import EndForm
from parvis.outages import access
from parvis.outages.services.declaring import dismiss_outage, end_outage


@require_POST
def end(request: AgentRequest, outage_id: int) -> HttpResponse:
    """Say when an outage ended. Raises OutageNotFound, NotForThisRole."""
    outage = access.get_outage(outage_id, by=request.agent)
    access.require(access.can_declare(request.agent, outage.organisation_id))
    form = EndForm(request.POST)
    at = form.moment("fin") if form.is_valid() else None
    if at is None:
        messages.error(request, _("Indiquez le jour et l’heure de la fin."))
        return redirect("desk:outage", outage_id)
    try:
        end_outage(outage_id=outage_id, at=at, by=request.agent)
    except DomainError as refusal:
        return _refused(request, outage_id, refusal)
    messages.success(request, _("La panne est finie. Les personnes qui l’ont signalée sont prévenues."))
    return redirect("desk:outage", outage_id)


@require_POST
def dismiss(request: AgentRequest, outage_id: int) -> HttpResponse:
    """Close an outage as an error. Raises OutageNotFound, NotForThisRole."""
    try:
        dismiss_outage(outage_id=outage_id, reason=request.POST.get("raison", ""), by=request.agent)
    except DomainError as refusal:
        return _refused(request, outage_id, refusal)
    messages.success(request, _("La panne est écartée. Les délais déjà annoncés restent repoussés."))
    return redirect("desk:outage", outage_id)


@require_POST
def report(request: AgentRequest, outage_id: int) -> HttpResponse:
    """Tie a case to the outage it reports. Raises OutageNotFound."""
    access.get_outage(outage_id, by=request.agent)
    try:
        case = get_case_by_number(request.POST.get("numero", "")[:40])
        report_outage(case_id=case.pk, outage_id=outage_id, by=request.agent)
    except NotFound:
        messages.error(request, _("Vous ne voyez pas de demande de ce numéro. Vérifiez-le."))
    except DomainError as refusal:
        return _refused(request, outage_id, refusal)
    else:
        messages.success(request, _("La demande est liée à la panne. La personne sera prévenue de sa fin."))
    return redirect("desk:outage", outage_id)


def _refused(request: AgentRequest, outage_id: int, refusal: DomainError) -> HttpResponse:
    """Say why on the page of the outage; who may not even see it, or not change it, gets the plain refusal."""
    if refusal.status in {403, 404}:
        raise refusal
    messages.error(request, str(refusal))
    return redirect("desk:outage", outage_id)

"""An appointment that the person cancels; a slot is chosen in the agenda itself."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parvis.cases.appointment_story import appointment_for
from parvis.cases.models import Case
from parvis.cases.numbers import say_number
from parvis.cases.services.appointments import cancel_appointment
from parvis.common.errors import DomainError
from parvis.portal.bodies import speak_as
from parvis.portal.follow_up.opening import of_a_demand
from parvis.portal.visits import limit


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_demand
def cancel(request: HttpRequest, case: Case, appointment_id: UUID) -> HttpResponse:
    """Ask whether to cancel, or cancel. Raises NotFound."""
    speak_as(request, case.organisation)
    row = appointment_for(case, appointment_id)
    if request.method != "POST":
        shown = {"case": case, "number": say_number(case.number), "row": row}
        return render(request, "portal/follow_up/appointment.html", shown)
    limit(request, "portal.step", most=60, seconds=3600)
    try:
        cancel_appointment(case_id=case.pk, appointment_id=row.pk, by=None)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Votre rendez-vous est annulé."))
    return redirect("portal:case", case.number)

"""SMS that wait for a human: too many from one number, or for a body without the procedure they ask for."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from parvis.cases.services.sms_in import make_case_of
from parvis.catalogue.contacts import readable_phone
from parvis.channels import queries as channels
from parvis.channels.models import SmsFate, SmsState
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import frame
from parvis.ui import words

REASONS: dict[str, str | Promise] = {
    "too_many": gettext_lazy("Ce numéro écrit très souvent."),
    "no_procedure": gettext_lazy("L’organisme ne propose pas la démarche de ce numéro."),
    "empty": gettext_lazy("Il est vide."),
}


@require_safe
def listed(request: AgentRequest) -> HttpResponse:
    """Show the SMS that wait, newest first."""
    lines = [
        {
            "key": sms.pk,
            "sender": readable_phone(sms.sender),
            "text": sms.text,
            "why": REASONS.get(sms.reason, ""),
            "when": f"{words.date(sms.received_at, weekday=False)}, {words.time(sms.received_at)}",
            "body": sms.organisation.name,
        }
        for sms in channels.sms_in(SmsState.WAITING)
    ]
    return render(request, "desk/texts/list.html", frame(request, lines=lines))


@require_POST
def make(request: AgentRequest, sms_id: UUID) -> HttpResponse:
    """Make a demand of an SMS. Raises NotFound, NotForThisRole."""
    if make_case_of(sms_id=sms_id, by=request.agent).fate == SmsFate.NEW_CASE:
        messages.success(request, _("La demande est créée."))
    else:
        messages.error(request, _("L’organisme ne propose pas la démarche de ce numéro."))
    return redirect("desk:sms")

"""How a body signs what it sends, and the providers that carry it: for its administrators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parvis.cases.access import require
from parvis.channels import queries as channels
from parvis.channels.services.providers import set_standing
from parvis.channels.services.styles import set_style
from parvis.common.errors import Invalid
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import frame
from parvis.desk.mails.forms import administered
from parvis.desk.sendings import shown
from parvis.desk.sendings.forms import StyleForm
from parvis.organisations.access import can_operate

_NAMES = {"sms_sender": "sms"}


@require_http_methods(["GET", "POST"])
def show(request: AgentRequest) -> HttpResponse:
    """Show the settings of the agent's body and its providers; by POST, change the settings. Raises NotForThisRole."""
    bodies, body = administered(request), request.agent.organisation_id
    require(bool(bodies) or can_operate(request.agent))
    form = None
    if body in bodies:
        form = StyleForm(request.POST or None, channels.sending_settings(body))
        if form.is_valid() and _set(form, body):
            messages.success(request, _("Les réglages d’envoi sont enregistrés."))
            return redirect("desk:sending_settings")
    scope = None if can_operate(request.agent) else {*bodies}
    context = {
        "form": form,
        "own": body,
        "providers": [shown.provider_line(each) for each in channels.providers(scope)],
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "desk/sendings/settings.html", frame(request, **context), status=status)


@require_POST
def change_provider(request: AgentRequest, provider_id: int) -> HttpResponse:
    """Stop a provider of the agent's body, take it up again, or try it before the others. Raises NotForThisRole."""
    found = channels.provider(provider_id)
    require(found.organisation_id in administered(request) or can_operate(request.agent))
    gesture = request.POST.get("geste", "")
    set_standing(
        provider_id=found.pk,
        is_active=gesture != "arreter" and (found.is_active or gesture == "reprendre"),
        priority=max(found.priority - 1, 0) if gesture == "avant" else found.priority,
    )
    messages.success(request, _("Le prestataire est modifié."))
    return redirect("desk:sending_settings")


def _set(form: StyleForm, body: int) -> bool:
    given = form.cleaned_data
    try:
        set_style(
            organisation_id=body,
            sender_name=given["nom"],
            sms_sender=given["sms"],
            signature=given["signature"],
            is_test=given["essai"],
            registered=given["recommande"],
        )
    except Invalid as refusal:
        form.refuse({_NAMES[name]: said for name, said in refusal.errors.items()})
        return False
    return True

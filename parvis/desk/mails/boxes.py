"""How the boxes fare, and the addresses of a body, for its administrators."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parvis.cases.access import require
from parvis.channels import queries as channels
from parvis.channels.models import Mailbox
from parvis.channels.services.boxes import retire_address, set_address
from parvis.common.errors import Invalid
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import frame
from parvis.desk.mails.forms import AddressForm, administered
from parvis.organisations.access import can_operate
from parvis.organisations.models import Organisation, Team
from parvis.organisations.queries import organisation_by_slug, teams_by_id
from parvis.ui import words


@dataclass(frozen=True, slots=True)
class BoxLine:
    """A box, and how it fares in words."""

    name: str
    where: str
    body: str
    read: str
    state: str
    tone: str
    icon: str


@require_http_methods(["GET", "POST"])
def health(request: AgentRequest) -> HttpResponse:
    """Show the boxes and addresses of the agent's bodies, of all for an operator; add an address."""
    bodies = administered(request)
    require(bool(bodies) or can_operate(request.agent))
    scope = None if can_operate(request.agent) else bodies
    form = None
    if request.agent.organisation_id in bodies:
        body = organisation_by_slug(request.agent.organisation_slug)
        form = AddressForm(request.POST or None, body)
        if form.is_valid() and _add(form, body):
            messages.success(request, _("L’adresse est enregistrée."))
            return redirect("desk:mail_boxes")
    context = {
        "boxes": [_line(box) for box in channels.mailboxes(scope)],
        "addresses": channels.mail_addresses(scope),
        "own": request.agent.organisation_id if form is not None else None,
        "form": form,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "desk/mails/boxes.html", frame(request, **context), status=status)


@require_POST
def retire(request: AgentRequest, address_id: int) -> HttpResponse:
    """Stop receiving at an address of the agent's body. Raises NotForThisRole."""
    body = request.agent.organisation_id
    require(body in administered(request))
    retire_address(address_id=address_id, organisation_id=body)
    messages.success(request, _("Ce qui arrive à cette adresse attend maintenant d’être trié."))
    return redirect("desk:mail_boxes")


def _add(form: AddressForm, body: Organisation) -> bool:
    chosen = form.cleaned_data
    team: Team | None = teams_by_id([int(chosen["service"])]).first() if chosen["service"] else None
    try:
        set_address(
            organisation=body, address=chosen["adresse"], team=team, procedure_code=chosen["demarche"]
        )
    except Invalid as refusal:
        form.refuse({"adresse": refusal.errors["address"]})
        return False
    return True


def _line(box: Mailbox) -> BoxLine:
    if not box.is_active:
        state, tone, icon = _("arrêtée"), "off", "closed"
    elif box.failures:
        state = _("en panne : %(error)s (%(count)d essais)") % {
            "error": box.last_error,
            "count": box.failures,
        }
        tone, icon = "late", "late"
    elif box.read_at:
        state, tone, icon = _("lue"), "done", "check"
    else:
        state, tone, icon = _("pas encore lue"), "waiting", "clock"
    read = (
        f"{words.date(box.read_at, weekday=False)}, {words.time(box.read_at)}" if box.read_at else _("jamais")
    )
    return BoxLine(box.name, f"{box.login}, {box.host}", box.organisation.name, read, state, tone, icon)

"""How the boxes fare, and the addresses of a body, for its administrators."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
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

TROUBLES: dict[str, str | Promise] = {
    "login_refused": gettext_lazy("Le serveur refuse l’identifiant ou le mot de passe."),
    "tls_": gettext_lazy("La liaison chiffrée avec le serveur n’est pas possible."),
    "server_": gettext_lazy("Le serveur a refusé, ou le dossier n’existe plus."),
    "network_": gettext_lazy("Le serveur ne répond pas."),
    "secret_": gettext_lazy(
        "Le mot de passe de la boîte n’est pas lisible : l’exploitant doit le donner à nouveau."
    ),
}
"""Why a box is not read, by how its code begins."""


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
    trouble: str


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
        state, tone, icon = _("en panne"), "late", "late"
    elif box.read_at:
        state, tone, icon = _("lue"), "done", "check"
    else:
        state, tone, icon = _("pas encore lue"), "waiting", "clock"
    read = (
        f"{words.date(box.read_at, weekday=False)}, {words.time(box.read_at)}" if box.read_at else _("jamais")
    )
    trouble = _trouble(box) if box.is_active and box.failures else ""
    return BoxLine(
        box.name, f"{box.login}, {box.host}", box.organisation.name, read, state, tone, icon, trouble
    )


def _trouble(box: Mailbox) -> str:
    """Return why a box is not read, what will be tried and when; the code helps whoever mends it."""
    known = next((why for start, why in TROUBLES.items() if box.last_error.startswith(start)), None)
    facts = {"why": known or _("La boîte ne se lit pas."), "code": box.last_error, "count": box.failures}
    said = (
        ngettext(
            "%(why)s Un essai a échoué (%(code)s).",
            "%(why)s %(count)d essais ont échoué (%(code)s).",
            box.failures,
        )
        % facts
    )
    if box.next_try_at is None:
        return said
    following = _("Prochain essai à %(time)s. Rien n’est perdu : les e-mails attendent dans la boîte.")
    return f"{said} {following % {'time': words.time(box.next_try_at)}}"

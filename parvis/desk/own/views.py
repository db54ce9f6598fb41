"""What an agent may do here, and how their account is protected."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.cases.alert_queries import alerts_of
from parvis.cases.services.alerts import set_alerts
from parvis.common.errors import Invalid
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import frame, own_teams
from parvis.desk.own.absences import AbsenceForm
from parvis.desk.own.alerts import KINDS, AlertForm
from parvis.organisations.absence_queries import absences_of
from parvis.organisations.access import can_administer, can_set_rules
from parvis.organisations.models import Role
from parvis.organisations.services.absences import withdraw_absence
from parvis.ui.words import moment


@dataclass(frozen=True)
class Held:
    """The functions held on one team or on a whole body, in words."""

    where: str
    functions: list[str]


@require_safe
def own(request: AgentRequest) -> HttpResponse:
    """Show the agent's functions, team by team, and the way to their account's security."""
    agent = request.agent
    teams = [
        Held(f"{team.name} · {team.body}", _labels(agent.roles_on(team.pk))) for team in own_teams(request)
    ]
    context = {
        "held": teams,
        "elsewhere": _labels(agent.roles - _on_teams(request)),
        "email": request.user.get_username(),
        "administers": can_administer(agent, agent.organisation_id),
        "sets_rules": can_set_rules(agent, agent.organisation_id),
    }
    return render(request, "desk/own/own.html", frame(request, **context))


@require_http_methods(["GET", "POST"])
def alerts(request: AgentRequest) -> HttpResponse:
    """Show what the agent is told by mail and when, or keep what they chose."""
    known = alerts_of(request.agent.agent_id)
    form = AlertForm(request, known)
    if form.is_sent and _keep(request, form):
        messages.success(request, _("Vos alertes sont enregistrées."))
        return redirect("desk:alerts")
    due = known.plan.next_digest_at if known.plan else None
    context = {
        "form": form,
        "kinds": KINDS.values(),
        "lines": form.lines(),
        "next_digest": moment(due) if due else "",
    }
    status = 422 if form.errors else 200
    return render(request, "desk/own/alerts.html", frame(request, **context), status=status)


@require_http_methods(["GET", "POST"])
def absences(request: AgentRequest) -> HttpResponse:
    """Show the agent's coming absences, or declare one."""
    form = AbsenceForm(request)
    if form.is_valid():
        try:
            form.declare()
        except Invalid as refusal:
            form.refuse(refusal.errors)
        else:
            messages.success(request, _("Votre absence est déclarée."))
            return redirect("desk:absences")
    context = {"form": form, "absences": absences_of(request.agent.agent_id)}
    status = 422 if form.errors else 200
    return render(request, "desk/own/absences.html", frame(request, **context), status=status)


@require_POST
def withdraw(request: AgentRequest, absence_id: int) -> HttpResponse:
    """Take away one of the agent's own absences. Raises NotFound."""
    withdraw_absence(agent_id=request.agent.agent_id, absence_id=absence_id)
    messages.success(request, _("L’absence est supprimée."))
    return redirect("desk:absences")


def _keep(request: AgentRequest, form: AlertForm) -> bool:
    """Keep the choices; False when they are refused, with the reason in the form."""
    try:
        set_alerts(
            agent_id=request.agent.agent_id,
            hours=form.hours,
            choices=form.modes,
            on_closed_days=form.on_closed_days,
            everyones=form.everyones,
        )
    except Invalid as refusal:
        form.errors = refusal.errors
        return False
    return True


def _on_teams(request: AgentRequest) -> frozenset[Role]:
    return frozenset[Role]().union(*request.agent.roles_by_team.values())


def _labels(roles: frozenset[Role]) -> list[str]:
    return [str(role.label) for role in Role if role in roles]

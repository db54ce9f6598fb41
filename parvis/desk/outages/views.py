"""Pages of outages: the list, one outage, declaring and correcting, an attempt told by a person."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parvis.cases import outage_queries
from parvis.cases.access import get_case_by_number
from parvis.cases.errors import CaseNotFound
from parvis.cases.models import LinkReason
from parvis.common.errors import DomainError
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import frame
from parvis.desk.outages.forms import AttemptForm, EndForm, OutageForm
from parvis.desk.outages.shown import attempt_rows, facts_of, history_of, shown
from parvis.organisations.models import Organisation
from parvis.organisations.queries import organisation_by_slug
from parvis.outages import access
from parvis.outages.errors import WrongMoments
from parvis.outages.models import Gesture, Outage, ToldBy
from parvis.outages.queries import declarable_bodies, outages_seen_by
from parvis.outages.services.attempts import note_attempt
from parvis.outages.services.declaring import Told, correct_outage, declare_outage

PLATFORM = "plateforme"


@require_safe
def outages(request: AgentRequest) -> HttpResponse:
    """Show the outages of the platform and of the agent's bodies."""
    context = {
        "lines": [shown(one) for one in outages_seen_by(request.agent)],
        "declares": access.can_declare_somewhere(request.agent),
    }
    return render(request, "desk/outages/outages.html", frame(request, **context))


@require_safe
def outage(request: AgentRequest, outage_id: int) -> HttpResponse:
    """Show one outage: what it is, what it moved, who reports it, what failed in it. Raises OutageNotFound."""
    found = access.get_outage(outage_id, by=request.agent)
    context = {
        "line": shown(found),
        "outage": found,
        "facts": facts_of(found),
        "history": history_of(found),
        "attempts": attempt_rows(found),
        "moved": outage_queries.count_of(found, LinkReason.MOVED),
        "reported": outage_queries.count_of(found, LinkReason.REPORTED),
        "reports": outage_queries.reports_seen(found),
        "changes": access.can_declare(request.agent, found.organisation_id) and found.dismissed_at is None,
        "end_form": EndForm(),
    }
    return render(request, "desk/outages/outage.html", frame(request, **context))


@require_http_methods(["GET", "POST"])
def declare(request: AgentRequest) -> HttpResponse:
    """Declare an outage of a body or of the platform. Raises NotForThisRole, NotFound."""
    bodies = declarable_bodies(request.agent)
    body = _chosen(request, bodies)
    access.require(access.can_declare(request.agent, body.pk if body else None))
    form = OutageForm(request.POST if request.method == "POST" else None, body)

    def save(told: Told) -> Outage:
        return declare_outage(organisation=body, told=told, by=request.agent)

    made = _save(form, save)
    if made:
        messages.success(request, _("La panne est déclarée. Les pages la montrent."))
        return redirect("desk:outage", made.pk)
    context = {
        "form": form,
        "title": _("Déclarer une panne ou une maintenance"),
        "bodies": bodies,
        "whole": access.can_declare(request.agent, None),
        "chosen": body.slug if body else PLATFORM,
        "where": body.name if body else _("Toute la plateforme"),
    }
    return _form(request, form, context)


@require_http_methods(["GET", "POST"])
def correct(request: AgentRequest, outage_id: int) -> HttpResponse:
    """Put right what is told of an outage. Raises OutageNotFound, NotForThisRole."""
    found = access.get_outage(outage_id, by=request.agent)
    access.require(access.can_declare(request.agent, found.organisation_id))
    form = OutageForm(request.POST if request.method == "POST" else None, found.organisation, found)

    def save(told: Told) -> Outage:
        return correct_outage(outage_id=outage_id, told=told, by=request.agent)

    if _save(form, save):
        messages.success(
            request, _("La panne est corrigée. Les délais déjà annoncés ne sont pas raccourcis.")
        )
        return redirect("desk:outage", outage_id)
    return _form(request, form, {"form": form, "title": _("Corriger la panne"), "where": shown(found).where})


@require_http_methods(["GET", "POST"])
def attempt(request: AgentRequest) -> HttpResponse:
    """Write down an attempt that a person tells, and show its reference. Raises NotForThisRole."""
    body = organisation_by_slug(request.agent.organisation_slug)
    access.require(access.can_note_attempt(request.agent, body.pk))
    form = AttemptForm(request.POST if request.method == "POST" else None, body)
    if form.is_valid():
        try:
            kept = _note(request, form, body)
        except CaseNotFound:
            form.add_error(
                "numero", _("Vous ne voyez pas de demande de ce numéro. Vérifiez-le, ou laissez vide.")
            )
        except WrongMoments as refusal:
            form.add_error("quand", str(refusal))
        else:
            context = {"reference": kept, "title": _("Tentative notée")}
            return render(request, "desk/outages/noted.html", frame(request, **context))
    return _form(request, form, {"form": form, "title": _("Noter une tentative"), "where": body.name})


def _note(request: AgentRequest, form: AttemptForm, body: Organisation) -> str:
    """Keep what the person told, and return its reference. Raises CaseNotFound, WrongMoments."""
    given = form.cleaned_data
    case_id: UUID | None = None
    code = given["demarche"]
    if given["numero"].strip():
        case = get_case_by_number(given["numero"])
        case_id, code = case.pk, case.procedure_code
    at = form.moment("quand")
    if at is None:
        raise CaseNotFound
    kept = note_attempt(
        organisation=body,
        gesture=Gesture(given["geste"]),
        failed_at=at,
        told_by=ToldBy(given["dite"]),
        by=request.agent,
        procedure_code=code,
        case_id=case_id,
    )
    return kept.reference


def _chosen(request: HttpRequest, bodies: list[Organisation]) -> Organisation | None:
    """Return the body asked for, else the first the agent may declare for; None for the whole platform."""
    asked = request.GET.get("organisme", "")
    if asked == PLATFORM:
        return None
    return next((one for one in bodies if one.slug == asked), bodies[0] if bodies else None)


def _save(form: OutageForm, save: Callable[[Told], Outage]) -> Outage | None:
    """Save what was typed; a refusal is written under its field."""
    if not form.is_valid():
        return None
    told = form.told()
    try:
        told.check()
        return save(told) if form.confirmed(told) else None
    except WrongMoments as refusal:
        form.add_error(OutageForm.FIELDS[refusal.field], str(refusal))
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    return None


def _form(request: AgentRequest, form: OutageForm | AttemptForm, context: dict[str, Any]) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "desk/outages/form.html", frame(request, **context), status=status)

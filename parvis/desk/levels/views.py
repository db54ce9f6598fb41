"""Calendars and agreements of the agent's body."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parvis.cases import access, level_queries
from parvis.cases.services.levels import save_agreement, save_calendar
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import frame
from parvis.desk.levels.forms import AgreementForm, CalendarForm, attempt
from parvis.desk.levels.lengths import names_of
from parvis.desk.levels.shown import shown_agreement, shown_calendar
from parvis.organisations.access import can_administer, can_see_commitments_kept


@require_safe
def levels(request: AgentRequest) -> HttpResponse:
    """Show what the body commits to, and its calendars."""
    body = request.agent.organisation_id
    agreements, names = level_queries.agreements_of_body(body), names_of(level_queries.agents_of_body(body))
    titles = {one.value: one.label for one in level_queries.procedures_of_body(body)}
    measured = can_see_commitments_kept(request.agent, body)
    kept = level_queries.commitments_kept(row.pk for row in agreements) if measured else {}
    context = {
        "agreements": [shown_agreement(row, names, titles, kept.get(row.pk, ())) for row in agreements],
        "measured": measured,
        "calendars": [shown_calendar(row) for row in level_queries.calendars_of_body(body)],
        "administers": can_administer(request.agent, body),
    }
    return render(request, "desk/levels/levels.html", frame(request, **context))


@require_http_methods(["GET", "POST"])
def calendar(request: AgentRequest, calendar_id: int | None = None) -> HttpResponse:
    """Make or change a calendar. Raises NotFound, NotForThisRole."""
    body = request.agent.organisation_id
    access.require(can_administer(request.agent, body))
    row = level_queries.calendar_of_body(body, calendar_id) if calendar_id else None
    form = CalendarForm(request, row)
    if form.is_valid() and attempt(
        form,
        lambda: save_calendar(
            organisation_id=body, by=request.agent, calendar_id=calendar_id, **form.values()
        ),
    ):
        messages.success(request, _("Calendrier enregistré. Les délais en cours sont recalculés."))
        return redirect("desk:levels")
    return _form(request, form, _("Calendrier de service"), status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def agreement(request: AgentRequest, agreement_id: int | None = None) -> HttpResponse:
    """Make or change an agreement. Raises NotFound, NotForThisRole."""
    body = request.agent.organisation_id
    access.require(can_administer(request.agent, body))
    row = level_queries.agreement_of_body(body, agreement_id) if agreement_id else None
    form = AgreementForm(request, body, row)
    if form.is_valid() and attempt(
        form,
        lambda: save_agreement(
            organisation_id=body, by=request.agent, agreement_id=agreement_id, **form.values()
        ),
    ):
        messages.success(request, _("Engagement enregistré. Il s’applique aux demandes à venir."))
        return redirect("desk:levels")
    return _form(request, form, _("Engagement de service"), status=422 if form.is_bound else 200)


def _form(
    request: AgentRequest, form: AgreementForm | CalendarForm, title: str, *, status: int
) -> HttpResponse:
    context = frame(request, form=form, title=title)
    return render(request, "desk/levels/form.html", context, status=status)

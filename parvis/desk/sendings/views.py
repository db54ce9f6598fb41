"""What was sent to persons: of one demand, of a body; how a person wants to be answered."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parvis.cases import access
from parvis.cases.models import Case
from parvis.cases.numbers import say_number
from parvis.cases.queries import clock_running, numbers_of
from parvis.cases.services.reaching import letter_returned, mark_reached, note_channel
from parvis.channels import queries as channels
from parvis.common.errors import Invalid
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import frame
from parvis.desk.mails.forms import administered
from parvis.desk.sendings import shown
from parvis.desk.sendings.filters import NAMES, chosen, filters
from parvis.desk.sendings.forms import ContactForm, ReachedForm, ReturnForm
from parvis.people.models import ChoiceSource
from parvis.people.queries import choices_of

PAGE = 50


@require_safe
def listed(request: AgentRequest) -> HttpResponse:
    """Show the messages about the demands that the agent sees, newest first, by state and channel."""
    narrowed = chosen(request.GET)
    before = parse_datetime(request.GET.get("avant", "")[:40])
    found = channels.sendings(narrowed, before=_aware(before), limit=PAGE + 1)
    kept = {name: value for name, value in request.GET.items() if name in NAMES and value}
    more = urlencode({**kept, "avant": found[PAGE - 1].queued_at.isoformat()}) if len(found) > PAGE else ""
    numbers = numbers_of([message.about for message in found[:PAGE]])
    context = {
        "lines": shown.sendings(found[:PAGE], numbers),
        "filters": filters(narrowed),
        "next_href": f"?{more}" if more else "",
        "is_narrowed": bool(kept),
        "administers": bool(administered(request)),
        "is_test": channels.only_tries(request.agent.organisation_id),
    }
    return render(request, "desk/sendings/list.html", frame(request, **context))


@require_safe
def of_case(request: AgentRequest, number: str) -> HttpResponse:
    """Show what was sent to the person of a demand, and how they want to be answered. Raises CaseNotFound."""
    return _page(request, access.get_case_by_number(number))


@require_POST
def contact(request: AgentRequest, number: str) -> HttpResponse:
    """Note how the person wants to be answered. Raises CaseNotFound, NotForThisRole."""
    case = access.get_case_by_number(number)
    form = ContactForm(request, case)
    if form.is_valid():
        given = form.cleaned_data
        try:
            note_channel(
                case_id=case.pk,
                choice=form.choice(),
                source=ChoiceSource(given["dit"]),
                proof=given["preuve"],
                by=request.agent,
            )
        except Invalid as refusal:
            names = {"preferred_channel": "moyen", "proof": "preuve"}
            form.refuse({names[name]: said for name, said in refusal.errors.items()})
        else:
            messages.success(request, _("Le moyen de contact est enregistré."))
            return redirect("desk:case_sendings", case.number)
    return _page(request, case, contact_form=form)


@require_POST
def reached(request: AgentRequest, number: str) -> HttpResponse:
    """Note that the person was reached. Raises CaseNotFound, NotForThisRole."""
    case = access.get_case_by_number(number)
    form = ReachedForm(request, case)
    if form.is_valid():
        mark_reached(case_id=case.pk, note=form.cleaned_data["comment"], by=request.agent)
        messages.success(request, _("C’est noté : la personne est jointe."))
    return redirect("desk:case_sendings", case.number)


@require_POST
def returned(request: AgentRequest, number: str, message_id: UUID) -> HttpResponse:
    """Note that a letter came back: the team has to reach the person. Raises CaseNotFound, NotForThisRole, NotFound."""
    case, form = access.get_case_by_number(number), ReturnForm(request.POST)
    reason = form.cleaned_data["motif"] if form.is_valid() else "returned_unknown"
    letter_returned(case_id=case.pk, message_id=message_id, reason=reason, by=request.agent)
    messages.success(request, _("Le retour est noté. Une tâche demande de joindre la personne."))
    return redirect("desk:case_sendings", case.number)


def _page(request: AgentRequest, case: Case, *, contact_form: ContactForm | None = None) -> HttpResponse:
    answers = access.can_answer(request.agent, case) and case.person is not None
    context = {
        "case": case,
        "number": say_number(case.number),
        "lines": shown.sendings(channels.messages_about(case.pk)),
        "is_test": channels.only_tries(case.organisation_id),
        "choices": choices_of(case.person_id) if case.person_id else [],
        "to_reach": clock_running(case.pk, "reach"),
        "answers": answers,
        "contact_form": contact_form or (ContactForm(request, case, bound=False) if answers else None),
        "reached_form": ReachedForm(request, case, bound=False),
        "return_form": ReturnForm(),
    }
    status = 422 if contact_form else 200
    return render(request, "desk/sendings/case.html", frame(request, **context), status=status)


def _aware(moment: datetime | None) -> datetime | None:
    return moment if moment and moment.tzinfo else None

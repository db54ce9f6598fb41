"""The page of a case, and its gestures: each a plain form, each answered by a redirection and a sentence."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.cases import access, desk_queries
from parvis.cases.errors import CaseNotFound, WrongState
from parvis.cases.models import Case, LegalState
from parvis.cases.services.held_answers import call_back_answer, drop_answer, hold_answer
from parvis.cases.services.messages import write_note
from parvis.cases.services.treatment import assign_case
from parvis.common.errors import DomainError, Invalid
from parvis.desk.cases import files
from parvis.desk.cases.forms import AnswerForm, GestureForm, NoteForm
from parvis.desk.cases.gestures import GESTURES
from parvis.desk.cases.page import case_page
from parvis.desk.cases.pages import gesture_page
from parvis.desk.entrance import AgentRequest
from parvis.desk.people.opening import note_reader

Said = TypeVar("Said")
NEXT_STATES = {"attendre": LegalState.WAITING_FOR_PERSON, "terminer": LegalState.CLOSED}


@require_safe
def show(request: AgentRequest, number: str) -> HttpResponse:
    """Show a case. Raises CaseNotFound."""
    case = access.get_case_by_number(number)
    note_reader(request, case)
    return render(request, "desk/cases/case.html", case_page(request, case))


@require_http_methods(["GET", "POST"])
def gesture(request: AgentRequest, number: str, code: str) -> HttpResponse:
    """Show the form of a gesture in the page of its case, or make the gesture. Raises CaseNotFound, NotForThisRole."""
    case = access.get_case_by_number(number)
    asked = GESTURES[code]
    access.require(asked.allowed(request.agent, case) or not asked.possible(case))
    if not asked.possible(case):
        raise WrongState
    form = asked.form(request, case)
    if form.is_valid() and (said := _attempt(form, lambda: asked.perform(form))):
        messages.success(request, said)
        return _after(case)
    return gesture_page(request, case, asked, form)


@require_POST
def answer(request: AgentRequest, number: str) -> HttpResponse:
    """Send an answer, which leaves in ten seconds. Raises CaseNotFound."""
    case = access.get_case_by_number(number)
    form = AnswerForm(request, case)
    then = NEXT_STATES.get(request.POST.get("ensuite", ""))
    if form.is_valid() and _attempt(form, lambda: _hold(form, then)):
        return redirect("desk:case", case.number)
    context = case_page(request, case, answer_form=form)
    return render(request, "desk/cases/case.html", context, status=422)


@require_POST
def note(request: AgentRequest, number: str) -> HttpResponse:
    """Leave a note between agents. Raises CaseNotFound."""
    case = access.get_case_by_number(number)
    form = NoteForm(request, case)
    if form.is_valid() and _attempt(form, lambda: _write_note(form)):
        messages.success(request, _("Note ajoutée. La personne ne la voit pas."))
        return redirect("desk:case", case.number)
    context = case_page(request, case, note_form=form)
    return render(request, "desk/cases/case.html", context, status=422)


@require_POST
def call_back(request: AgentRequest, number: str) -> HttpResponse:
    """Take one's answer back before it leaves. Raises CaseNotFound."""
    case = access.get_case_by_number(number)
    try:
        call_back_answer(case_id=case.pk, by=request.agent)
    except WrongState as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Rien n’est parti. Votre texte est revenu dans la réponse."))
    return redirect("desk:case", case.number)


@require_POST
def drop(request: AgentRequest, number: str) -> HttpResponse:
    """Throw away an answer called back. Raises CaseNotFound."""
    case = access.get_case_by_number(number)
    drop_answer(case_id=case.pk, by=request.agent)
    messages.success(request, _("Le brouillon de réponse est effacé."))
    return redirect("desk:case", case.number)


@require_POST
def take(request: AgentRequest, number: str) -> HttpResponse:
    """Put oneself in charge, in one gesture. Raises CaseNotFound, NotForThisRole."""
    case = access.get_case_by_number(number)
    assign_case(case_id=case.pk, to=desk_queries.agent_in_office(request.agent.agent_id), by=request.agent)
    messages.success(request, _("Cette demande est à vous."))
    return redirect("desk:case", case.number)


def _hold(form: AnswerForm, then: LegalState | None) -> bool:
    stored = files.store(form, "fichiers")
    if stored is None:
        return False
    hold_answer(case_id=form.case.pk, text=form.cleaned_data["texte"], by=form.agent, files=stored, then=then)
    return True


def _write_note(form: NoteForm) -> bool:
    write_note(case_id=form.case.pk, text=form.cleaned_data["texte"], by=form.agent)
    return True


def _attempt(form: GestureForm, perform: Callable[[], Said]) -> Said | None:
    """Make a gesture; a refusal is written under the form, and None returned."""
    try:
        return perform()
    except Invalid as refusal:
        form.refuse(refusal.errors)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    return None


def _after(case: Case) -> HttpResponse:
    """Go back to the case, or to the list when the agent no longer takes part in it."""
    try:
        access.get_case_by_number(case.number)
    except CaseNotFound:
        return redirect("desk:home")
    return redirect("desk:case", case.number)

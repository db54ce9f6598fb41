"""A demand taken down in short, completed by an agent while its person speaks: only what is missing is asked."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parvis.cases import access
from parvis.cases.errors import WrongState
from parvis.cases.models import Case
from parvis.cases.numbers import say_number
from parvis.cases.services.contexts import case_context
from parvis.cases.services.corrections import complete_for_person
from parvis.cases.services.pieces import unanswered
from parvis.catalogue.forms import engine
from parvis.common.errors import Invalid
from parvis.desk.entrance import AgentRequest
from parvis.desk.entry.sheet import Sheet, for_agents, read_sheet
from parvis.desk.entry.shown import few_context
from parvis.desk.frame import frame
from parvis.ui.words import language

KEY = "_cle"
"""A name that no question can have: what makes a double click harmless."""


@require_http_methods(["GET", "POST"])
def complete(request: AgentRequest, number: str) -> HttpResponse:
    """Ask what is missing and keep it; ask again while answers bring questions. Raises CaseNotFound, NotForThisRole."""
    case = access.get_case_by_number(number)
    access.require(access.can_answer(request.agent, case))
    missing = frozenset(unanswered(case))
    if not missing or not access.can_correct(case):
        raise WrongState
    sheet = _read(request, case, missing)
    if request.method == "POST" and sheet.is_complete and _keep(request, case, sheet):
        return redirect("desk:case_complete" if unanswered(_again(case)) else "desk:case", case.number)
    context = few_context(sheet, request.POST, case.organisation, case.procedure_code)
    context |= {"case": case, "said": say_number(case.number), "key": request.POST.get(KEY) or uuid4()}
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/entry/complete.html", frame(request, **context), status=status)


def _read(request: AgentRequest, case: Case, missing: frozenset[str]) -> Sheet:
    form = for_agents(engine.compiled(case.version, language()), short=True)
    if request.method != "POST":
        return Sheet(form, answers=case.answers, context=case_context(case), few=missing)
    return read_sheet(
        form,
        request.POST,
        request.FILES,
        complete=False,
        context=case_context(case),
        answers=case.answers,
        few=missing,
    )


def _keep(request: AgentRequest, case: Case, sheet: Sheet) -> bool:
    """Keep the answers; a refusal is written above the sheet."""
    files = {
        key: [UUID(file["id"]) for file in given]
        for key, given in sheet.files().items()
        if key not in case.answers
    }
    try:
        key = UUID(request.POST.get(KEY, ""))
        complete_for_person(case_id=case.pk, key=key, answers=sheet.answers, by=request.agent, files=files)
    except Invalid as refusal:
        sheet.on_the_whole += [said for sentences in refusal.errors.values() for said in sentences]
        return False
    except ValueError:
        return False
    messages.success(request, _("Réponses enregistrées."))
    return True


def _again(case: Case) -> Case:
    return access.get_case(case.pk)

"""The transitions that a workflow gives to the person: a button, a confirmation, a form."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parvis.cases.errors import NotOffered
from parvis.cases.models import Case
from parvis.cases.numbers import say_number
from parvis.cases.services.contexts import case_context
from parvis.cases.services.transitions import make_transition_as_person
from parvis.cases.workflow_story import confirmation, transition_offered
from parvis.catalogue.field_types import PostData
from parvis.catalogue.forms import engine
from parvis.catalogue.workflows.definition import Transition, workflow_of
from parvis.common.errors import DomainError
from parvis.portal.bodies import speak_as
from parvis.portal.follow_up.opening import of_a_demand
from parvis.portal.visits import limit
from parvis.ui.fields import summary
from parvis.ui.words import language


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_demand
def step(request: HttpRequest, case: Case, key: str) -> HttpResponse:
    """Show what a transition asks of the person, or make it. Raises NotOffered."""
    speak_as(request, case.organisation)
    asked = transition_offered(case, key, agent=None)
    if asked is None:
        raise NotOffered
    if request.method != "POST":
        return _ask(request, case, asked)
    limit(request, "portal.step", most=60, seconds=3600)
    return _take(request, case, asked)


def _take(request: HttpRequest, case: Case, asked: Transition) -> HttpResponse:
    checked, form = None, _form(case, asked)
    if form is not None:
        checked = engine.check_page(
            form, form.pages[0].key, cast("PostData", request.POST), _known(case), context=case_context(case)
        )
    if checked is not None and checked.errors:
        return _ask(request, case, asked, checked)
    try:
        make_transition_as_person(case_id=case.pk, key=asked.key, answers=checked.answers if checked else {})
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("C’est enregistré."))
    return redirect("portal:case", case.number)


def _ask(
    request: HttpRequest, case: Case, asked: Transition, checked: engine.PageChecked | None = None
) -> HttpResponse:
    form, context = _form(case, asked), case_context(case)
    widgets: list[Any] = []
    if form is not None:
        page, known = form.pages[0], _known(case)
        shown = checked or engine.PageChecked(known, typed=engine.first_typed(form, page, known, context))
        widgets = engine.page_widgets(form, page.key, known, shown, context=context)
    said = {
        "case": case,
        "number": say_number(case.number),
        "key": asked.key,
        "label": asked.label,
        "help": asked.help,
        "confirm": confirmation(case, asked),
        "widgets": widgets,
        "errors": summary(widgets) if checked else [],
    }
    return render(request, "portal/follow_up/step.html", said, status=422 if checked else 200)


def _form(case: Case, asked: Transition) -> engine.Form | None:
    flow = workflow_of(case.version, language())
    return flow.forms.get(asked.form) if flow else None


def _known(case: Case) -> dict[str, Any]:
    return {**case.answers}

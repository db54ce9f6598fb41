"""A transition of the workflow made on several cases of a list: chosen, looked at, asked, then reported."""

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parvis.cases.grouped_story import Together, offered_together, report_of
from parvis.cases.models import Case
from parvis.cases.services.grouped import ask_grouped
from parvis.cases.workflow_story import confirmation
from parvis.catalogue.workflows.definition import Transition, workflow_of
from parvis.desk.cases.steps import StepForm
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import frame
from parvis.desk.queues import gestures


@require_http_methods(["GET", "POST"])
def advance(request: AgentRequest) -> HttpResponse:
    """Show what the cases chosen may do together, then what one of these would do; by POST, ask it of each."""
    chosen = gestures.chosen(request)
    offered = offered_together(chosen, request.agent)
    asked = _asked(request, offered)
    if asked is None:
        context = {
            "chosen": chosen,
            "choices": _choices(request, offered),
            "back": gestures.came_from(request),
        }
        return render(request, "desk/queues/together.html", frame(request, **context))
    form = StepForm(request, asked.ready[0], _transition(asked))
    if form.is_valid():
        batch = ask_grouped(
            cases=asked.ready, key=asked.key, by=request.agent, answers=form.answers, files=form.new_files
        )
        return redirect(f"{reverse('desk:advanced', args=[batch])}?{_return(request)}")
    return _preview(request, asked, form)


@require_safe
def advanced(request: AgentRequest, batch: UUID) -> HttpResponse:
    """Say case by case what came of a transition asked of several. Raises NotFound."""
    report = report_of(batch, request.agent)
    context = {"report": report, "back": gestures.came_from(request)}
    return render(request, "desk/queues/together_report.html", frame(request, **context))


def _preview(request: AgentRequest, asked: Together, form: StepForm) -> HttpResponse:
    context = {
        "asked": asked,
        "form": form,
        "says": confirmation(asked.ready[0], _transition(asked)),
        "back": gestures.came_from(request),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/queues/together_preview.html", frame(request, **context), status=status)


def _asked(request: HttpRequest, offered: list[Together]) -> Together | None:
    key = (request.POST if request.method == "POST" else request.GET).get("suite", "")
    if not key and len(offered) == 1 and request.method != "POST":
        return offered[0]
    return next((one for one in offered if one.key == key), None)


def _choices(request: HttpRequest, offered: list[Together]) -> list[tuple[Together, str, str]]:
    """Return each transition with its address, and how many cases would make it, in words."""
    numbers = gestures.numbers_of(request)
    return [
        (
            one,
            "?"
            + urlencode(
                {"demande": numbers, "suite": one.key, "retour": gestures.came_from(request)}, doseq=True
            ),
            _("%(ready)d sur %(all)d") % {"ready": len(one.ready), "all": len(one.ready) + len(one.others)},
        )
        for one in offered
    ]


def _return(request: HttpRequest) -> str:
    return urlencode({"retour": gestures.came_from(request)})


def _transition(asked: Together) -> Transition:
    case: Case = asked.ready[0]
    flow = workflow_of(case.version)
    return cast("Transition", flow and flow.transition(asked.key))

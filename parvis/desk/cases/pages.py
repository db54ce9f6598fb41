"""The page of a case with a gesture open on it: whole, or the gesture alone when the page asked for it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from parvis.cases.models import Case
from parvis.desk.cases.forms import GestureForm
from parvis.desk.cases.page import case_page
from parvis.desk.entrance import AgentRequest


def gesture_page(request: AgentRequest, case: Case, gesture: Any, form: GestureForm) -> HttpResponse:
    """Show a gesture and its form; one that was sent and refused answers 422."""
    context = case_page(request, case, gesture=gesture, gesture_form=form)
    template = "desk/cases/gesture.html" if request.htmx else "desk/cases/case.html"
    return render(request, template, context, status=422 if form.is_bound else 200)

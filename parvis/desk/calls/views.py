"""Calls to make and calls that came; what was said with a person, outside of their demands."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.cases import due_queries
from parvis.cases.due_queries import Whose
from parvis.channels import queries as channels
from parvis.channels.access import get_call
from parvis.channels.models import CallOutcome
from parvis.channels.services.calls import note_call, settle_call
from parvis.common.errors import Invalid
from parvis.desk.calls.forms import CallForm
from parvis.desk.calls.shown import lines
from parvis.desk.dues.shown import lines as due_lines
from parvis.desk.entrance import AgentRequest
from parvis.desk.entry.offers import body_in_use
from parvis.desk.frame import frame
from parvis.people.access import get_person


@never_cache
@require_safe
def listed(request: AgentRequest) -> HttpResponse:
    """Show the calls to make, by the hour promised, then those that came."""
    whose = Whose(kind="callback")
    context = {
        "to_do": lines(channels.calls_to_do()),
        "dues": due_lines([*due_queries.late(whose), *due_queries.soon(whose)]),
        "latest": lines(call for call in channels.latest_calls() if not call.is_to_do),
    }
    return render(request, "desk/calls/list.html", frame(request, **context))


@require_POST
def settle(request: AgentRequest, call_id: UUID) -> HttpResponse:
    """Say what a call-back gave. Raises NotFound."""
    said, _known = request.POST.get("suite", ""), get_call(call_id)
    if said in CallOutcome.values:
        call = settle_call(call_id=call_id, outcome=CallOutcome(said), by=request.agent)
        again = _("C’est noté : l’appel reste à faire.") if call.is_to_do else _("C’est noté.")
        messages.success(request, again)
    return redirect("desk:calls")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_person(request: AgentRequest, person_id: UUID) -> HttpResponse:
    """Show what was said with a person by telephone, and note a call. Raises NotFound, ReceivesNobody."""
    who, body = get_person(person_id), body_in_use(request)
    form = CallForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            note_call(
                by=request.agent,
                organisation=body,
                note=form.cleaned_data["note"],
                promised_at=form.promised_at(),
                number=who.phone,
                person_id=who.pk,
            )
        except Invalid as refusal:
            form.refuse(refusal.errors)
        else:
            messages.success(request, _("Appel noté."))
            return redirect("desk:person_calls", who.pk)
    keys = [who.pk, *who.absorbed.values_list("pk", flat=True)]
    context = {"who": who, "form": form, "lines": lines(channels.calls_of_person(keys))}
    status = 422 if form.is_bound else 200
    return render(request, "desk/calls/person.html", frame(request, **context), status=status)

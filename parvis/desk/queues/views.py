"""Lists of cases and gestures on several at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.cases import queries
from parvis.cases.services.views import forget_view, keep_view, rename_view
from parvis.common.errors import Invalid, NotFound
from parvis.desk import words
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import frame, view_href
from parvis.desk.queues import gestures
from parvis.desk.queues.forms import FilterForm, ViewForm
from parvis.desk.queues.shown import lines

HOME_QUEUE = "mes-demandes"


@require_safe
def home(request: AgentRequest) -> HttpResponse:  # noqa: ARG001 - Django’s signature
    """Open the desk on the agent's own cases."""
    return redirect("desk:queue", HOME_QUEUE)


@require_safe
def queue(request: AgentRequest, code: str) -> HttpResponse:
    """Show a page of a queue, narrowed by the address. Raises NotFound."""
    asked = queries.QUEUES.get(code)
    if asked is None:
        raise NotFound
    form = FilterForm(request) if FilterForm.asked_by(request) else None
    after = request.GET.get("suite", "")
    found = queries.rows(asked, filters=form.filters() if form else None, after=after)
    shown, more = found[: queries.PAGE], len(found) > queries.PAGE
    in_force = form.in_force() if form else {}
    context = {
        "queue": asked,
        "lines": lines(shown),
        "filter_form": form,
        "in_force": in_force,
        "filters_said": form.said() if form else [],
        "first_href": f"?{urlencode(in_force)}" if after else "",
        "next_href": f"?{urlencode({**in_force, 'suite': shown[-1].position})}" if more else "",
    }
    return render(request, "desk/queues/queue.html", frame(request, **context))


@require_http_methods(["GET", "POST"])
def assign(request: AgentRequest) -> HttpResponse:
    """Give the cases chosen in a list to the agent at once, or to a colleague chosen here."""
    chosen = gestures.chosen(request)
    if not chosen:
        messages.warning(request, _("Cochez d’abord une ou plusieurs demandes."))
        return redirect(gestures.came_from(request))
    form = gestures.AssignForm(request, chosen)
    if request.method == "POST" and form.is_valid():
        done, refusals = gestures.assign_all(chosen, to=form.cleaned_data["agent"], by=request.agent)
        if done:
            messages.success(request, _("Attribution faite : %(cases)s.") % {"cases": words.cases(done)})
        for sentence, count in refusals.items():
            messages.error(request, _("%(name)s : %(text)s") % {"name": words.cases(count), "text": sentence})
        return redirect(gestures.came_from(request))
    context = {"form": form, "chosen": chosen, "back": gestures.came_from(request)}
    return render(request, "desk/queues/assign.html", frame(request, **context), status=_status(form))


@require_POST
def keep(request: AgentRequest) -> HttpResponse:
    """Keep the list shown under a name."""
    form = ViewForm(request.POST)
    filters = gestures.filters_of(request)
    if form.is_valid():
        try:
            view = keep_view(agent_id=request.agent.agent_id, name=form.cleaned_data["nom"], filters=filters)
        except Invalid as refusal:
            form.refuse({"nom": refusal.errors["name"]})
        else:
            messages.success(request, _("Vue « %(name)s » enregistrée.") % {"name": view.name})
            return redirect(view_href(view))
    for error in form.summary:
        messages.error(request, error["text"])
    return redirect(gestures.came_from(request))


@require_http_methods(["GET", "POST"])
def rename(request: AgentRequest, view_id: int) -> HttpResponse:
    """Rename one of the agent's own views, or show how to rename and delete it. Raises NotFound."""
    view = gestures.own_view(request, view_id)
    form = ViewForm(request.POST or None, initial={"nom": view.name})
    if form.is_valid():
        try:
            renamed = rename_view(
                agent_id=request.agent.agent_id, view_id=view_id, name=form.cleaned_data["nom"]
            )
        except Invalid as refusal:
            form.refuse({"nom": refusal.errors["name"]})
        else:
            messages.success(request, _("Vue renommée : « %(name)s ».") % {"name": renamed.name})
            return redirect(view_href(renamed))
    context = {"form": form, "view": view, "back": view_href(view)}
    return render(request, "desk/queues/view.html", frame(request, **context), status=_status(form))


@require_POST
def forget(request: AgentRequest, view_id: int) -> HttpResponse:
    """Delete one of the agent's own views. Raises NotFound."""
    view = gestures.own_view(request, view_id)
    forget_view(agent_id=request.agent.agent_id, view_id=view_id)
    messages.success(request, _("Vue « %(name)s » supprimée.") % {"name": view.name})
    return redirect("desk:home")


def _status(form: ViewForm | gestures.AssignForm) -> int:
    return 422 if form.is_bound and form.errors else 200

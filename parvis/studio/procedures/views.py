"""Where a builder arrives: the bodies they build for, the procedures of one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from parvis.catalogue.access import can_build_somewhere
from parvis.catalogue.field_types import clean_line
from parvis.common.errors import NotAllowed
from parvis.organisations.access import can_operate
from parvis.studio import queries
from parvis.studio.access import bodies_built_by
from parvis.studio.entrance import BuilderRequest
from parvis.studio.frame import enter, frame
from parvis.studio.procedures.shown import lines

LONGEST = 100
NOT_A_BUILDER = _(
    "L’atelier est réservé à ceux qui conçoivent les démarches de leur organisme. "
    "Si c’est votre rôle, demandez l’habilitation « conception de démarches » à son administrateur."
)


@require_safe
def home(request: BuilderRequest) -> HttpResponse:
    """Lead to the agent's only body, else let them choose one. Raises NotAllowed for who builds nothing."""
    if not can_build_somewhere(request.agent):
        raise NotAllowed(NOT_A_BUILDER)
    own = bodies_built_by(request.agent)
    operates = can_operate(request.agent)
    if len(own) == 1 and not operates:
        return redirect("studio:procedures", own[0].slug)
    words = clean_line(request.GET.get("q", ""))[:LONGEST]
    context = {
        "bodies": queries.bodies_named(words) if operates else own,
        "operates": operates,
        "words": words,
    }
    return render(request, "studio/procedures/home.html", frame(request, **context))


@require_safe
def procedures(request: BuilderRequest, body: str) -> HttpResponse:
    """Show the procedures of a body, each with its state."""
    context = {"lines": lines(queries.procedure_lines(enter(request, body)))}
    return render(request, "studio/procedures/list.html", frame(request, **context))

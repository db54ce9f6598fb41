"""Scans as they are given: by hand, with sheets between the letters; those that could not be read."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.cases.access import require
from parvis.cases.services import post_in, post_triage
from parvis.channels.access import get_pile
from parvis.channels.models import PileSplit
from parvis.channels.services import inbound_post
from parvis.common.errors import NotFound
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import frame
from parvis.desk.post.forms import GiveForm, own_teams, received
from parvis.documents.access import NOTHING, shown_pdf
from parvis.documents.services.sheets import code_sheet


@require_http_methods(["GET", "POST"])
def give(request: AgentRequest) -> HttpResponse:
    """Give scans: each is kept as it is, then cut into letters by a job. Raises NotForThisRole."""
    form = GiveForm(request, own_teams(request))
    require(bool(form.bodies))
    if form.is_valid():
        body, team = form.chosen()
        told = post_in.take_scans(
            organisation=body,
            team=team,
            files=[(file.name or "", file) for file in form.cleaned_data["fichiers"]],
            split=form.cleaned_data["separe"],
            arrived_on=form.cleaned_data["tampon"],
            by=request.agent,
        )
        _tell(request, told)
        return redirect("desk:post")
    context = {"form": form, "services": own_teams(request)}
    return render(
        request, "desk/post/give.html", frame(request, **context), status=422 if form.is_bound else 200
    )


@require_safe
def sheet(request: AgentRequest) -> HttpResponse:
    """Give the sheet to print and slip between two letters; it names a service of the agent's when asked."""
    bodies = received(request)
    require(bool(bodies))
    asked = request.GET.get("service", "")
    team = next((one for one in own_teams(request) if str(one.pk) == asked), None)
    body = team.organisation if team else bodies[0]
    made = code_sheet(
        body=body.name, theme=body.theme, team_id=team.pk if team else 0, team=team.name if team else ""
    )
    return HttpResponse(made, headers=shown_pdf("intercalaire.pdf"))


@require_safe
def original(request: AgentRequest, pile_id: UUID) -> HttpResponse:
    """Give a scan as it came, to be saved, never run. Raises LetterNotFound, NotForThisRole, NotFound."""
    pile = get_pile(pile_id)
    require(post_triage.can_sort(request.agent, pile))
    try:
        content = inbound_post.pile_content(pile)
    except FileNotFoundError:
        raise NotFound from None
    return HttpResponse(
        content,
        headers={
            "Content-Type": "application/octet-stream",
            "Content-Disposition": f'attachment; filename="{pile_id}.bin"',
            "Content-Security-Policy": NOTHING,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


@require_POST
def again(request: AgentRequest, pile_id: UUID) -> HttpResponse:
    """Read again a scan set aside, cut otherwise, or leave it. Raises LetterNotFound, LetterAlreadySorted."""
    gesture = request.POST.get("geste", "")
    split = gesture if gesture in PileSplit.values else ""
    post_triage.settle_pile(pile_id=pile_id, by=request.agent, split=split, drop=gesture == "ecarter")
    said = (
        _("Le fichier est écarté. Il reste gardé.")
        if gesture == "ecarter"
        else _("Le fichier va être lu à nouveau.")
    )
    messages.success(request, said)
    return redirect("desk:post")


def _tell(request: AgentRequest, told: post_in.Taken) -> None:
    """Say what became of each file given."""
    if told.new:
        said = ngettext(
            "%(count)d fichier est gardé. Ses courriers sont à trier dans un instant.",
            "%(count)d fichiers sont gardés. Leurs courriers sont à trier dans un instant.",
            told.new,
        )
        messages.success(request, said % {"count": told.new})
    if told.known:
        messages.info(
            request, _("Déjà donné, rien n’est doublé : %(names)s.") % {"names": ", ".join(told.known)}
        )
    if told.refused:
        messages.error(
            request,
            _("Trop lourd, ou trop de fichiers à la fois : %(names)s.") % {"names": ", ".join(told.refused)},
        )

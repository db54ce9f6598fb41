"""A deposit begun on a form that has changed since: what the new one keeps of its answers, before passing to it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parvis.cases.errors import DraftNotFound
from parvis.cases.services.moving import move_draft, preview_draft
from parvis.catalogue import queries as catalogue
from parvis.catalogue.forms.moving import Fate
from parvis.portal.deposit.keeping import ask_code
from parvis.portal.deposit.way import way_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Show what becomes of each answer in the form of today; by POST, pass to it. Raises NotFound."""
    try:
        way = way_of(request, draft, lock=request.method == "POST")
    except DraftNotFound as refusal:
        return ask_code(request, refusal)
    version = catalogue.offered_version(way.draft.organisation, way.draft.version.procedure.code)
    if way.draft.case_id or version.pk == way.draft.version_id:
        return redirect("portal:draft", draft)
    if request.method == "POST":
        move_draft(draft_id=draft, to=version)
        messages.success(request, _("Vous remplissez maintenant le formulaire d’aujourd’hui."))
        return redirect("portal:draft", draft)
    move = preview_draft(way.draft, version)
    context = {
        "way": way,
        "title": way.form.title,
        "kept": len(move.of(Fate.KEPT)),
        "converted": move.of(Fate.CONVERTED),
        "lost": move.of(Fate.LOST),
        "missing": move.missing,
    }
    return render(request, "portal/deposit/renew.html", context)

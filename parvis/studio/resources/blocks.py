"""The blocks that the procedures of a body share: their list, one of them, carrying it to procedures."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.catalogue import list_queries
from parvis.catalogue.access import get_block
from parvis.catalogue.block_impacts import copies_of, impacts
from parvis.catalogue.errors import BadDefinition, Overtaken
from parvis.catalogue.imports.naming import code_of
from parvis.catalogue.services import retirement
from parvis.catalogue.services.block_sharing import share_block
from parvis.catalogue.services.block_spread import spread_block
from parvis.common.errors import Invalid
from parvis.organisations.models import Organisation
from parvis.studio.entrance import BuilderRequest
from parvis.studio.frame import enter, frame
from parvis.studio.resources.forms import ShareForm, SpreadForm
from parvis.studio.resources.shown import impact_lines, question_lines


@require_safe
def blocks(request: BuilderRequest, body: str) -> HttpResponse:
    """Show the shared blocks of a body. Raises NotFound."""
    organisation = enter(request, body)
    copies = copies_of(organisation)
    lines = [
        {
            "version": version,
            "block": version.block,
            "uses": sum(1 for copy in copies if copy.shared == version.block.code),
        }
        for version in list_queries.blocks_of(organisation)
    ]
    return render(request, "studio/resources/blocks.html", frame(request, lines=lines))


@require_http_methods(["GET", "POST"])
def new(request: BuilderRequest, body: str) -> HttpResponse:
    """Share a block that a procedure has. Raises NotFound."""
    organisation = enter(request, body)
    shared = list_queries.block_codes(organisation)
    own = [copy for copy in copies_of(organisation) if copy.shared not in shared]
    is_sent = request.method == "POST"
    form = ShareForm(request.POST if is_sent else None)
    chosen = next((copy for copy in own if _name(copy) == request.POST.get("copy")), None)
    if is_sent and chosen is None:
        form.add_error(None, _("Choisissez le bloc à partager."))
    elif chosen is not None and form.is_valid():
        return _share(request, organisation, chosen, form)
    context = {"form": form, "copies": [{"name": _name(copy), "copy": copy} for copy in own]}
    status = 422 if form.errors else 200
    return render(request, "studio/resources/block_new.html", frame(request, **context), status=status)


@require_safe
def block(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Show a block: its questions, where it is used, what was made of it. Raises NotFound."""
    organisation = enter(request, body)
    found = get_block(request.agent, organisation.pk, code)
    version = list_queries.block_in_force(found)
    changed = {(one.procedure.pk, place.address) for one in impacts(version) for place in one.blocks}
    copies = [
        {"copy": copy, "name": _name(copy), "is_behind": (copy.procedure.pk, copy.address) in changed}
        for copy in copies_of(organisation)
        if copy.shared == code
    ]
    context = {
        "shared": found,
        "version": version,
        "questions": question_lines(version.fields),
        "copies": copies,
        "behind": len(changed),
        "spreads": list_queries.spreads_of(found),
    }
    return render(request, "studio/resources/block.html", frame(request, **context))


@require_POST
def take(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Make the questions of a procedure's copy those of the block. Raises NotFound, BadDefinition."""
    organisation = enter(request, body)
    found = get_block(request.agent, organisation.pk, code)
    copies = (copy for copy in copies_of(organisation) if copy.shared == code)
    chosen = next((copy for copy in copies if _name(copy) == request.POST.get("copy")), None)
    if chosen is None:
        return redirect("studio:block", body, code)
    version = share_block(
        procedure_id=chosen.procedure.pk,
        address=chosen.address,
        code=code,
        title=found.title,
        by=request.agent,
    )
    messages.success(
        request, _("Le bloc a une version %(number)d. Reportez-la.") % {"number": version.number}
    )
    return redirect("studio:block_spread", body, code)


@require_http_methods(["GET", "POST"])
def spread(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Show what a block would change in each procedure; by POST, carry it to those chosen. Raises NotFound."""
    found = get_block(request.agent, enter(request, body).pk, code)
    version = list_queries.block_in_force(found)
    is_sent = request.method == "POST"
    form = SpreadForm(request.POST if is_sent else None)
    status = 200
    if is_sent and form.is_valid() and request.POST.get("seen") == str(version.number):
        try:
            return _spread(request, body, code, form)
        except Invalid as refusal:
            form.refuse(_said(refusal))
            status = 422
    elif is_sent:
        messages.warning(request, str(Overtaken.message))
        status = 409
    found_impacts = impacts(version)
    chosen = (
        request.POST.getlist("procedure") if is_sent else [str(one.procedure.pk) for one in found_impacts]
    )
    context = {
        "shared": found,
        "version": version,
        "form": form,
        "impacts": impact_lines(found_impacts, chosen),
    }
    return render(request, "studio/resources/block_spread.html", frame(request, **context), status=status)


@require_POST
def retire(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Take a block out of use, or propose it again. Raises NotFound."""
    found = get_block(request.agent, enter(request, body).pk, code)
    if found.retired_at:
        retirement.restore_resource(resource=found)
        messages.success(request, _("Le bloc est de nouveau proposé."))
    else:
        retirement.retire_resource(resource=found)
        messages.success(request, _("Le bloc est retiré. Les démarches gardent leurs questions."))
    return redirect("studio:block", body, code)


def _share(request: BuilderRequest, body: Organisation, copy: Any, form: ShareForm) -> HttpResponse:
    title = form.cleaned_data["title"]
    code = copy.shared or code_of(title, list_queries.block_codes(body), fallback="bloc")
    version = share_block(
        procedure_id=copy.procedure.pk, address=copy.address, code=code, title=title, by=request.agent
    )
    messages.success(request, _("Le bloc « %(title)s » est partagé.") % {"title": title})
    return redirect("studio:block", body.slug, version.block.code)


def _spread(request: BuilderRequest, body: str, code: str, form: SpreadForm) -> HttpResponse:
    """Carry the block to the procedures chosen. Raises Invalid."""
    version = list_queries.block_in_force(get_block(request.agent, request.organisation.pk, code))
    chosen = [int(key) for key in request.POST.getlist("procedure") if key.isascii() and key.isdigit()]
    made = spread_block(
        version=version,
        procedures=chosen,
        by=request.agent,
        reason=form.cleaned_data["reason"],
        publish=form.cleaned_data["publish"],
    )
    online = sum(1 for change in made.changes if change["published"])
    messages.success(
        request,
        _("Le bloc est reporté dans %(count)d démarche(s), dont %(online)d en ligne.")
        % {"count": len(made.changes), "online": online},
    )
    return redirect("studio:block", body, code)


def _said(refusal: Invalid) -> dict[str, list[str]]:
    """Return a refusal under its box, those of procedures said of the whole."""
    if not isinstance(refusal, BadDefinition):
        return refusal.errors
    said = [f"{code} : {sentence}" for code, found in refusal.errors.items() for sentence in found]
    return {"": said}


def _name(copy: Any) -> str:
    return f"{copy.procedure.pk}:{copy.address}"

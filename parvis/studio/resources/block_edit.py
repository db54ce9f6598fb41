"""Changing the questions of a shared block, with a look at what that changes in every procedure that has it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parvis.catalogue import list_queries
from parvis.catalogue.access import get_block
from parvis.catalogue.block_impacts import compare, impacts
from parvis.catalogue.composition.places import Document
from parvis.catalogue.forms.block_lint import lint_block
from parvis.catalogue.forms.lint import errors as lint_errors
from parvis.catalogue.models import SharedBlockVersion
from parvis.catalogue.services.shared_blocks import record_block
from parvis.common.journal import digest
from parvis.studio.entrance import BuilderRequest, posted
from parvis.studio.form.kinds import by_family, kinds
from parvis.studio.frame import enter, frame
from parvis.studio.resources.block_lines import as_they_are, read_block
from parvis.studio.resources.shown import change_lines, impact_lines


@require_http_methods(["GET", "POST"])
def edit(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Show the questions of a block; by POST, show what they would change, or keep them. Raises NotFound."""
    organisation = enter(request, body)
    found = get_block(request.agent, organisation.pk, code)
    version = list_queries.block_in_force(found)
    fields: list[Document] = list(version.fields)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        fields, errors = read_block(posted(request), fields)
        errors = errors or _wrong(fields)
        if not errors and "_keep" in request.POST:
            record_block(
                organisation=organisation, code=code, title=found.title, fields=fields, by=request.agent
            )
            messages.success(request, _("Le bloc est enregistré. Reportez-le dans les démarches."))
            return redirect("studio:block_spread", body, code)
    context = {"shared": found, "version": version, **_drawn(version, fields, errors, request)}
    status = 422 if errors else 200
    return render(request, "studio/resources/block_edit.html", frame(request, **context), status=status)


def _wrong(fields: list[Document]) -> dict[str, list[str]]:
    """Return what keeps questions from being those of a block."""
    said = [one for found in lint_errors(lint_block(fields)).values() for one in found]
    return {"": said} if said else {}


def _drawn(
    version: SharedBlockVersion,
    fields: list[Document],
    errors: dict[str, list[str]],
    request: BuilderRequest,
) -> dict[str, Any]:
    looked = request.method == "POST" and not errors
    tried = SharedBlockVersion(
        block=version.block, number=version.number + 1, fields=fields, checksum=digest(fields)
    )
    return {
        "lines": as_they_are(fields),
        "families": by_family(kinds()),
        "errors": [
            {"id": f"q-{name}" if name else "", "text": text}
            for name, said in errors.items()
            for text in said
        ],
        "looked": looked,
        "changes": change_lines(compare(list(version.fields), fields)) if looked else [],
        "impacts": impact_lines(impacts(tried)) if looked else [],
    }

"""What happened to a procedure: its versions, who published them, when and why; going back to one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parvis.catalogue.models import ProcedureVersion, VersionState
from parvis.catalogue.services.drafts import open_draft
from parvis.studio import queries
from parvis.studio.entrance import BuilderRequest
from parvis.studio.life.changes import told
from parvis.studio.procedures.shown import TONES
from parvis.studio.workbench import bench_frame, open_workbench


@dataclass(frozen=True, slots=True)
class Line:
    """A version in the history: its state, what happened to it, the version before it (0 for none)."""

    version: ProcedureVersion
    state: str
    tone: str
    icon: str
    events: list[object]
    before: int


@require_safe
def history(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Show the versions of a procedure, the newest first. Raises NotFound."""
    bench = open_workbench(request, body, code)
    versions = queries.versions(bench.procedure)
    lines = [_line(one, _before(one, versions)) for one in versions]
    published = next((one for one in lines if one.version.state == VersionState.PUBLISHED), None)
    context = {"lines": lines, "published": published}
    return render(request, "studio/life/history.html", bench_frame(request, bench, **context))


@require_safe
def changes(request: BuilderRequest, body: str, code: str, number: int) -> HttpResponse:
    """Show what a version changes: from the one before it, or from the one asked. Raises NotFound."""
    bench = open_workbench(request, body, code)
    versions = queries.versions(bench.procedure)
    version = queries.version_numbered(bench.procedure, number)
    asked = request.GET.get("depuis", "")
    origin = int(asked) if asked.isascii() and asked.isdigit() else _before(version, versions)
    before = queries.version_numbered(bench.procedure, origin)
    context = {
        "version": version,
        "before": before,
        "others": [one.number for one in versions if one.number != number],
        "groups": told(before.definition, version.definition),
    }
    return render(request, "studio/life/changes.html", bench_frame(request, bench, **context))


@require_POST
def begin_again(request: BuilderRequest, body: str, code: str, number: int) -> HttpResponse:
    """Write the next version from an older one. Raises NotFound."""
    bench = open_workbench(request, body, code)
    if bench.writable:
        messages.warning(
            request,
            _(
                "Une version est déjà en préparation : publiez-la ou abandonnez-la avant de repartir d’une autre."
            ),
        )
        return redirect(bench.address("history"))
    source = queries.version_numbered(bench.procedure, number)
    open_draft(procedure_id=bench.procedure.pk, by=request.agent, source=source)
    return redirect(bench.address("editor"))


def _line(version: ProcedureVersion, before: int) -> Line:
    state = VersionState(version.state)
    tone, icon = TONES[state]
    return Line(version, str(state.label), tone, icon, list(version.events.all()), before)


def _before(version: ProcedureVersion, versions: Iterable[ProcedureVersion]) -> int:
    """Return the number of the version that people had before this one: the last one published, else 0."""
    older = (one.number for one in versions if one.number < version.number and one.published_at is not None)
    return max(older, default=0)

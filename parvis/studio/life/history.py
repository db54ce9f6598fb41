"""What happened to a procedure: its versions, who published them, when and why; going back to one."""

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
from parvis.studio.procedures.shown import TONES
from parvis.studio.workbench import bench_frame, open_workbench


@dataclass(frozen=True, slots=True)
class Line:
    """A version in the history: its state, what happened to it."""

    version: ProcedureVersion
    state: str
    tone: str
    icon: str
    events: list[object]


@require_safe
def history(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Show the versions of a procedure, the newest first. Raises NotFound."""
    bench = open_workbench(request, body, code)
    lines = [_line(one) for one in queries.versions(bench.procedure)]
    published = next((one for one in lines if one.version.state == VersionState.PUBLISHED), None)
    context = {"lines": lines, "published": published}
    return render(request, "studio/life/history.html", bench_frame(request, bench, **context))


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


def _line(version: ProcedureVersion) -> Line:
    state = VersionState(version.state)
    tone, icon = TONES[state]
    return Line(version, str(state.label), tone, icon, list(version.events.all()))

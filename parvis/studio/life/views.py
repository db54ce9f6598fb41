"""A procedure as a whole: where it stands, and how to write its next version."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from parvis.catalogue.services.drafts import open_draft
from parvis.studio.entrance import BuilderRequest
from parvis.studio.form.outline import outline
from parvis.studio.workbench import bench_frame, open_workbench


@require_safe
def procedure(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Lead to the questions being written; else show what is published. Raises NotFound."""
    bench = open_workbench(request, body, code)
    if bench.writable:
        return redirect(bench.address("editor"))
    return render(request, "studio/life/procedure.html", bench_frame(request, bench, outline=outline(bench)))


@require_POST
def prepare(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Open the next version of a procedure, or the one being written already, where one was. Raises NotFound."""
    bench = open_workbench(request, body, code)
    open_draft(procedure_id=bench.procedure.pk, by=request.agent)
    return redirect(bench.address("workflow" if request.POST.get("ensuite") == "parcours" else "editor"))

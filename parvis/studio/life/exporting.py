"""Taking procedures away: to keep them, for another body, for another product."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from parvis.catalogue.exports.bundle import bundle_of
from parvis.catalogue.exports.registry import registry
from parvis.catalogue.queries import versions_to_export
from parvis.common import clock
from parvis.studio.entrance import BuilderRequest
from parvis.studio.frame import enter
from parvis.studio.remarked import gate
from parvis.studio.workbench import bench_frame, open_workbench

BUNDLE = "bundle"


@require_safe
def export(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Show the formats, and what each cannot say; give the file of the one asked. Raises NotFound."""
    bench = open_workbench(request, body, code)
    asked = request.GET.get("format", "")
    name = f"{code}-v{bench.version.number}"
    if asked == BUNDLE:
        return _file(bundle_of([bench.version]), f"{name}.zip", "application/zip")
    stops, _advice = gate(bench)
    if asked in registry and (not stops or asked == "parvis"):
        format_ = registry.get(asked)
        exported = format_.write(bench.definition)
        return _file(exported.content, f"{name}{format_.suffix}", format_.media_type)
    context: dict[str, Any] = {
        "formats": [
            (one.code, one.label, () if one.code == "parvis" else one.write(bench.definition).left)
            for one in registry
            if not stops or one.code == "parvis"
        ],
        "stops": stops,
    }
    return render(request, "studio/life/export.html", bench_frame(request, bench, **context))


@require_safe
def export_all(request: BuilderRequest, body: str) -> HttpResponse:
    """Give what a body has online, or the last version of what is not, in one archive. Raises NotFound."""
    organisation = enter(request, body)
    name = f"{organisation.slug}-{clock.today().isoformat()}.zip"
    return _file(bundle_of(versions_to_export(organisation)), name, "application/zip")


def _file(content: bytes, name: str, media_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer

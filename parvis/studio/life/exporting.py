"""Taking procedures away, to keep them or to give them to another body."""

import json
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from parvis.common import clock
from parvis.studio import queries
from parvis.studio.entrance import BuilderRequest
from parvis.studio.frame import enter
from parvis.studio.workbench import open_workbench

BUNDLE = "parvis-bundle/1"


@require_safe
def export(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Give the definition one looks at as a file. Raises NotFound."""
    bench = open_workbench(request, body, code)
    return _file(bench.definition, f"{code}-v{bench.version.number}.json")


@require_safe
def export_all(request: BuilderRequest, body: str) -> HttpResponse:
    """Give what a body has published, in one file. Raises NotFound."""
    organisation = enter(request, body)
    bundle = {"format": BUNDLE, "procedures": queries.published_definitions(organisation)}
    return _file(bundle, f"{organisation.slug}-{clock.today().isoformat()}.json")


def _file(document: Any, name: str) -> HttpResponse:
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    answer = HttpResponse(text, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer

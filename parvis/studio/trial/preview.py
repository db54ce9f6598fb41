"""The builder's preview: the real page of a form that is being written, in a frame of the editor."""

from collections.abc import Callable
from typing import Any, cast

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods

from parvis.studio.entrance import BuilderRequest
from parvis.studio.trial import trying
from parvis.studio.workbench import open_workbench

FRAMED = {"frame-ancestors": [SELF]}


def framed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator: let a page of ours show this one in a frame, and never keep it."""
    shown: Any = csp_replace(FRAMED)(view)
    return cast("Callable[..., HttpResponse]", never_cache(xframe_options_sameorigin(shown)))


@framed
@require_http_methods(["GET", "POST"])
def preview(request: BuilderRequest, body: str, code: str, page: str) -> HttpResponse:
    """Show a page as the person will see it; by POST, check it and go where the button says. Raises NotFound."""
    bench = open_workbench(request, body, code)
    trial, checked = trying.trial_of(request, bench.version), None
    if request.method == "POST":
        turn = trying.turn(request, trial, page)
        trial, checked = turn.trial, turn.checked
        if "X-Autosave" in request.headers:
            return JsonResponse(trial.told(page))
        if turn.target:
            return redirect(bench.address("preview", turn.target))
    if page == trying.END:
        return render(request, "studio/trial/preview_end.html", {**trying.end_context(trial), "bench": bench})
    context = trying.page_context(trial, page, checked, asked=request.GET.get("question", ""))
    status = 422 if context["errors"] else 200
    return render(request, "studio/trial/preview.html", {**context, "bench": bench}, status=status)

"""The builder's preview: the real page of a form that is being written, in a frame of the editor."""

from collections.abc import Callable
from typing import Any, cast

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpResponse
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
    trial = trying.trial_of(request, bench.version)
    checked = None
    if request.method == "POST":
        if request.POST.get(trying.GO) == "again":
            trying.forget(request, bench.version)
            return redirect(bench.address("preview", trying.trial_of(request, bench.version).first()))
        trial, checked = trying.check(request, trial, page)
        trying.keep(request, trial)
        target = _target(trial, page, request.POST.get(trying.GO, "next"), done=checked.is_complete)
        if target:
            return redirect(bench.address("preview", target))
    context = trying.page_context(trial, page, checked, asked=request.GET.get("question", ""))
    status = 422 if context["errors"] else 200
    return render(request, "studio/trial/preview.html", {**context, "bench": bench}, status=status)


def _target(trial: trying.Trial, page: str, go: str, *, done: bool) -> str:
    """Return the page to go to, empty to stay."""
    if go == "previous":
        before = trial.seen.previous_page(page)
        return before.key if before else ""
    after = trial.seen.next_page(page) if done else None
    return after.key if after else ""

"""The workflow tried step by step on a fictitious case, and the stories of cases that would get stuck."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parvis.cases.services.recorded_tests import record_trial
from parvis.cases.simulation.trying import MOST_STEPS, try_out
from parvis.common import clock
from parvis.common.errors import Invalid
from parvis.studio.entrance import BuilderRequest
from parvis.studio.workbench import bench_frame, open_workbench
from parvis.studio.workflow import gate
from parvis.studio.workflow.bench import Flow, open_flow

MOST_DRAWS = 999


@dataclass(frozen=True)
class Asked:
    """A trial as its page asks for it: the steps so far, the draw of the case, the moment it began."""

    steps: list[str]
    draw: int
    began: datetime

    @property
    def began_at(self) -> int:
        """Return the moment it began as a page says it."""
        return int(self.began.timestamp())


@require_http_methods(["GET", "POST"])
def trial(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Say what a trial is; by POST, show the steps made so far and those that can be made next. Raises NotFound.

    A trial writes and undoes what it wrote, which no page that is only read may do.
    """
    flow = open_flow(request, body, code, writing=False)
    stops, asked = _stops(flow), read(request)
    if (
        "_garder" in request.POST
        and flow.exists
        and not stops
        and (kept := _kept(request, body, code, asked))
    ):
        return kept
    found = None
    if request.method == "POST" and flow.exists and not stops:
        bench = flow.bench
        found = try_out(
            version=bench.version,
            body=bench.body,
            by=request.agent,
            steps=asked.steps,
            draw=asked.draw,
            at=asked.began,
        )
    full = found is not None and len(found.steps) >= MOST_STEPS
    context = {"flow": flow, "way": "trial", "stops": stops, "trial": found, "asked": asked, "full": full}
    context["waits"] = [] if full else [(f"j:{days}", words) for days, words in _waits()]
    return render(request, "studio/workflow/trial.html", bench_frame(request, flow.bench, **context))


def _kept(request: BuilderRequest, body: str, code: str, asked: Asked) -> HttpResponse | None:
    """Keep the trial as a test and lead there; None when it was refused, and why is then said."""
    bench = open_workbench(request, body, code)
    try:
        made = record_trial(
            version=bench.version,
            name=request.POST.get("nom", ""),
            session=request.agent,
            steps=asked.steps,
            draw=asked.draw,
            at=asked.began,
        )
    except Invalid as refusal:
        messages.warning(request, " ".join(said for each in refusal.errors.values() for said in each))
        return None
    messages.success(request, _("Le test « %(name)s » est gardé.") % {"name": made.name})
    return redirect(bench.address("test", made.pk))


def read(request: BuilderRequest) -> Asked:
    """Return the trial asked for, after the button pressed: a step more, one back, from the start, another case."""
    steps = request.POST.getlist("pas")[:MOST_STEPS]
    asked = request.POST.get("tirage", "")
    draw = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1
    if "_retour" in request.POST:
        steps = steps[:-1]
    if "_depart" in request.POST or "_autre" in request.POST:
        steps = []
    if "_autre" in request.POST:
        draw = draw % MOST_DRAWS + 1
    return Asked(steps, draw, _moment(request))


@require_safe
def stuck(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Show the stories of the cases that would get stuck. Raises NotFound."""
    flow = open_flow(request, body, code, writing=False)
    stories = gate.stories(flow.bench) if flow.exists else None
    context = {"flow": flow, "stories": stories, "looked": stories is not None, "stops": _stops(flow)}
    return render(request, "studio/workflow/stuck.html", bench_frame(request, flow.bench, **context))


def _waits() -> list[tuple[int, str]]:
    return [(1, _("Un jour")), (7, _("Une semaine")), (30, _("Un mois"))]


def _stops(flow: Flow) -> list[gate.Line]:
    """Return what keeps the workflow from being tried: what the engine could not read."""
    return [one for one in gate.lines(flow.bench) if one.stops] if flow.exists else []


def _moment(request: BuilderRequest) -> datetime:
    """Return when the trial began: the moment of the page when it is of these days, else now."""
    asked = request.POST.get("debut", "")
    now = clock.now().replace(microsecond=0)
    if not (asked.isascii() and asked.isdigit() and len(asked) < 12):
        return now
    began = datetime.fromtimestamp(int(asked), tz=now.tzinfo)
    return began if abs((now - began).days) < 30 else now

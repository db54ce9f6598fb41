"""A workflow at work: how many cases stand where, how long each step lasts, and having them follow a newer version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from parvis.cases import workflow_figures
from parvis.catalogue.composition.workflow.keeping import whole
from parvis.catalogue.models import ProcedureVersion
from parvis.common import clock
from parvis.studio import queries
from parvis.studio.entrance import BuilderRequest
from parvis.studio.life.changes import told
from parvis.studio.services.moving import ask_move
from parvis.studio.workbench import Workbench, bench_frame, open_workbench
from parvis.studio.workflow.bench import Flow
from parvis.studio.workflow.diagram import Ways, diagram

PERIODS = (30, 90, 365)
USUAL = 90
_DAY, _TEN_DAYS = 1440, 14400  # minutes


@dataclass(frozen=True, slots=True)
class Line:
    """A step in the table: how many cases stand there, how many left it in the period, and after how long."""

    key: str
    label: str
    cases: int
    passages: int
    median: str
    slow: str
    share: int


@require_safe
def usage(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Show the published workflow with its figures, over the period asked. Raises NotFound."""
    bench = open_workbench(request, body, code)
    online = queries.published(bench.procedure)
    since, until = period(request.GET)
    context: dict[str, Any] = {"flow": Flow(bench), "way": "usage", "online": online}
    if online is not None:
        shown = Flow(Workbench(bench.body, bench.procedure, online))
        context |= _figures(shown, bench.procedure.pk, since, until)
    context |= {"since": since, "until": until, "periods": PERIODS}
    return render(request, "studio/workflow/usage.html", bench_frame(request, bench, **context))


@require_http_methods(["GET", "POST"])
def move(request: BuilderRequest, body: str, code: str, number: int) -> HttpResponse:
    """Say what having the cases of a version follow the published one changes; by POST, ask it. Raises NotFound."""
    bench = open_workbench(request, body, code)
    online = queries.published(bench.procedure)
    origin = queries.version_numbered(bench.procedure, number)
    if online is None or origin.pk == online.pk:
        return redirect(bench.address("workflow_usage"))
    leaving, steps = _leaving(bench, origin, online), _steps(online)
    if request.method == "POST":
        ask_move(origin=origin, to=online, places=_places(request.POST, leaving, steps), by=request.agent)
        messages.success(
            request,
            _("Les demandes passent à la version %(number)d. Chacune le note dans son journal.")
            % {"number": online.number},
        )
        return redirect(bench.address("workflow_usage"))
    context = {
        "flow": Flow(bench),
        "way": "usage",
        "origin": origin,
        "online": online,
        "leaving": leaving,
        "cases": sum(one["cases"] for one in leaving),
        "groups": told(origin.definition, online.definition),
        "steps": steps.items(),
    }
    return render(request, "studio/workflow/move.html", bench_frame(request, bench, **context))


def period(asked: Mapping[str, str]) -> tuple[datetime, datetime]:
    """Return the period of an address: two days, or so many days until now. What cannot be read is the usual one."""
    since, until = _day(asked.get("du", "")), _day(asked.get("au", ""))
    if since and until and since <= until:
        return _midnight(since), _midnight(until + timedelta(days=1))
    days = asked.get("jours", "")
    count = int(days) if days.isascii() and days.isdigit() and int(days) in PERIODS else USUAL
    return clock.now() - timedelta(days=count), clock.now()


def in_words(length: timedelta) -> str:
    """Return a length of time as one says it, to the nearest: days, days and hours, hours and minutes, minutes."""
    minutes = round(length.total_seconds() / 60)
    if minutes >= _TEN_DAYS:
        days, hours = round(minutes / _DAY), 0
    elif minutes >= _DAY:
        days, hours = divmod(round(minutes / 60), 24)
    else:
        hours, left = divmod(minutes, 60)
        if not hours:
            return _("%(minutes)d min") % {"minutes": left}
        return f"{hours} h {left:02} min" if left else f"{hours} h"
    said = ngettext("%(days)d jour", "%(days)d jours", days) % {"days": days}
    return f"{said} {hours} h" if hours else said


def _figures(flow: Flow, procedure_id: int, since: datetime, until: datetime) -> dict[str, Any]:
    standing = workflow_figures.cases_at_each_step(procedure_id)
    stays = {
        one.status: one for one in workflow_figures.time_at_each_step(procedure_id, since=since, until=until)
    }
    number = flow.bench.version.number
    here = {row.status: row.cases for row in standing if row.version == number}
    others = sorted({row.version for row in standing if row.version != number}, reverse=True)
    lines = _lines(flow, here, stays) if flow.exists else []
    return {
        "shown": flow,
        "lines": lines,
        "slowest": max(lines, key=lambda one: one.share, default=None) if stays else None,
        "running": sum(here.values()),
        "others": [(version, *workflow_figures.total(standing, version)) for version in others],
        "drawing": diagram(flow.document, _ways(flow, lines)) if flow.exists else None,
    }


def _lines(flow: Flow, here: Mapping[str, int], stays: Mapping[str, workflow_figures.Stay]) -> list[Line]:
    longest = max((one.median.total_seconds() for one in stays.values()), default=0) or 1
    found = []
    for each in flow.document["statuses"]:
        stay = stays.get(each["key"])
        found.append(
            Line(
                key=each["key"],
                label=each["label"],
                cases=here.get(each["key"], 0),
                passages=stay.passages if stay else 0,
                median=in_words(stay.median) if stay else "–",
                slow=in_words(stay.slow) if stay else "–",
                share=round(stay.median.total_seconds() / longest * 100) if stay else 0,
            )
        )
    return found


def _ways(flow: Flow, lines: list[Line]) -> Ways:
    words = {
        one.key: _("%(cases)d en cours · %(median)s") % {"cases": one.cases, "median": one.median}
        for one in lines
    }
    address = flow.bench.address("workflow_usage")
    return Ways(
        status=lambda key: f"{address}#e-{key}", transition=lambda _key: f"{address}#tableau", under=words
    )


def _leaving(bench: Workbench, origin: ProcedureVersion, online: ProcedureVersion) -> list[dict[str, Any]]:
    """Return the steps where cases of a version stand, and where each would go."""
    labels, there = _steps(origin), _steps(online)
    rows = workflow_figures.cases_at_each_step(bench.procedure.pk)
    return [
        {
            "key": row.status,
            "label": labels.get(row.status) or _("sans parcours"),
            "cases": row.movable,
            "gone": bool(there) and row.status not in there,
            "to": there.get(row.status, ""),
        }
        for row in rows
        if row.version == origin.number and row.movable
    ]


def _steps(version: ProcedureVersion) -> dict[str, str]:
    """Return the labels of the steps of a version, by key."""
    return {each["key"]: each["label"] for each in (whole(version.definition) or {}).get("statuses", [])}


def _places(
    given: Mapping[str, str], leaving: list[dict[str, Any]], steps: Mapping[str, str]
) -> dict[str, str]:
    """Return where the page says that cases of steps that are gone go; any other answer is left out."""
    said = {one["key"]: given.get(f"vers.{one['key']}", "") for one in leaving if one["gone"]}
    return {old: new for old, new in said.items() if new in steps}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))

"""The screen of what is said of a form, and the gestures on it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parvis.catalogue.services import editing
from parvis.common.errors import Invalid, NotFound
from parvis.studio import queries
from parvis.studio.entrance import BuilderRequest
from parvis.studio.form import page as pages
from parvis.studio.form.panels import panel_of
from parvis.studio.remarks.gathered import beside, gathered
from parvis.studio.services.remarks import leave_remark, settle_remark
from parvis.studio.workbench import Workbench, bench_frame, open_workbench, open_writing


@require_safe
def remarks(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Show everything said of a form, place by place. Raises NotFound."""
    bench = open_workbench(request, body, code)
    spots = gathered(bench)
    context = {
        "spots": spots,
        "remark_count": sum(len(spot.remarks) for spot in spots),
        "advice_count": sum(len(spot.advice) for spot in spots),
        "settled": queries.settled_remarks(bench.procedure),
    }
    return render(request, "studio/remarks/remarks.html", bench_frame(request, bench, **context))


@require_POST
def leave(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Keep a remark on a place. Raises NotFound."""
    bench = open_workbench(request, body, code)
    place, text = request.POST.get("place", ""), request.POST.get("text", "")
    wrong: list[str] = []
    try:
        leave_remark(procedure_id=bench.procedure.pk, by=request.agent, place=place, text=text)
    except Invalid as refusal:
        wrong = refusal.errors["text"]
    return _answer(request, bench, place, wrong=wrong, typed=text if wrong else "")


@require_POST
def settle(request: BuilderRequest, body: str, code: str, remark_id: int) -> HttpResponse:
    """Say that a remark is dealt with, or not after all. Raises NotFound."""
    bench = open_workbench(request, body, code)
    settled = request.POST.get("etat") != "reprendre"
    remark = settle_remark(remark_id=remark_id, by=request.agent, settled=settled)
    return _answer(request, bench, remark.place)


@require_POST
def follow(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Do what a piece of advice says. Raises NotFound."""
    bench = open_writing(request, body, code)
    kind, _space, place = request.POST.get("conseil", "").partition(" ")
    try:
        edit = editing.follow_advice(version_id=bench.version.pk, by=request.agent, kind=kind, place=place)
    except NotFound:
        messages.info(request, _("Ce conseil n’a plus lieu d’être."))
        return redirect(bench.address("remarks"))
    if request.POST.get("ici"):
        own = pages.after(bench, edit)
        said = _("Conseil suivi. Vous pouvez l’annuler.")
        return pages.answered(request, own, edit, panel_of(own, place.rpartition(":")[2], said=said))
    messages.success(request, _("Conseil suivi. Vous pouvez l’annuler depuis les questions."))
    return redirect(bench.address("remarks"))


def _answer(
    request: BuilderRequest, bench: Workbench, place: str, *, wrong: list[str] | None = None, typed: str = ""
) -> HttpResponse:
    """Draw what is said of the place again, or lead back to where one was."""
    context = {"bench": bench, "remark_errors": wrong or [], "remark_typed": typed, **beside(bench, place)}
    if pages.is_partial(request):
        return render(request, "studio/remarks/beside.html", context)
    for sentence in wrong or []:
        messages.error(request, sentence)
    here = request.POST.get("ici", "")
    return redirect(here if here.startswith(bench.address("procedure")) else bench.address("remarks"))

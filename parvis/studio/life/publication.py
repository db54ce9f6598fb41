"""Publishing, reads like a checklist; retiring; giving a draft up."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parvis.cases.services.recorded_tests import broken_on
from parvis.cases.test_queries import agent_named
from parvis.catalogue.composition.places import FORM, fields
from parvis.catalogue.errors import BadDefinition, Overtaken, Unchanged
from parvis.catalogue.services import life
from parvis.catalogue.services.drafts import discard_draft
from parvis.common.errors import Invalid
from parvis.studio import queries
from parvis.studio.entrance import BuilderRequest
from parvis.studio.life.changes import told
from parvis.studio.remarked import gate
from parvis.studio.workbench import Workbench, bench_frame, open_workbench, open_writing

LONGEST_STORY = 400
"""Characters of a story told on the page of publication."""


@require_http_methods(["GET", "POST"])
def publication(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Show what is ready and what is not; by POST, publish with its reason. Raises NotFound."""
    bench = open_writing(request, body, code)
    if request.method != "POST":
        return _draw(request, bench)
    reason, seen = request.POST.get("reason", ""), request.POST.get("seen", "")
    try:
        version = life.publish_draft(version_id=bench.version.pk, by=request.agent, reason=reason, seen=seen)
    except Invalid as refusal:
        said = [] if isinstance(refusal, BadDefinition) else refusal.errors.get("reason", [])
        found = refusal.errors.get("/workflow", []) if isinstance(refusal, BadDefinition) else []
        refused = _refused(request, bench, str(refusal), found) if found else None
        return _draw(request, bench, reason=reason, errors=said, refused=refused, status=422)
    except (Overtaken, Unchanged) as refusal:
        messages.warning(request, str(refusal))
        return _draw(request, bench, reason=reason, status=409)
    messages.success(request, _("La version %(number)d est en ligne.") % {"number": version.number})
    return redirect(bench.address("history"))


@require_http_methods(["GET", "POST"])
def retire(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Ask why, then take the procedure offline. Raises NotFound."""
    bench = open_workbench(request, body, code)
    published = queries.published(bench.procedure)
    reason = request.POST.get("reason", "")
    errors: list[str] = []
    if request.method == "POST":
        try:
            life.retire_published(procedure_id=bench.procedure.pk, by=request.agent, reason=reason)
        except Invalid as refusal:
            errors = refusal.errors["reason"]
        else:
            messages.success(
                request, _("La démarche n’est plus en ligne. Les demandes déjà reçues continuent.")
            )
            return redirect(bench.address("history"))
    context = {"reason_widget": _reason(reason, errors), "errors": _summary(errors), "published": published}
    return render(
        request,
        "studio/life/retire.html",
        bench_frame(request, bench, **context),
        status=422 if errors else 200,
    )


@require_POST
def discard(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Give up what is being written. Raises NotFound."""
    bench = open_writing(request, body, code)
    discard_draft(version_id=bench.version.pk, by=request.agent)
    messages.success(request, _("Le brouillon est abandonné."))
    return redirect("studio:procedures", bench.body.slug)


def _draw(
    request: BuilderRequest,
    bench: Workbench,
    *,
    reason: str = "",
    errors: list[str] | None = None,
    refused: Mapping[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    stops, advice = gate(bench)
    questions = sum(1 for _one in fields(bench.definition, FORM))
    published = queries.published(bench.procedure)
    unchanged = published is not None and published.checksum == bench.version.checksum
    context = {
        "stops": stops,
        "advice": advice,
        "published": published,
        "unchanged": unchanged,
        "groups": told(published.definition, bench.definition) if published and not unchanged else [],
        "questions": questions,
        "pages": len(bench.definition.get(FORM, {}).get("pages", [])),
        "seen": bench.version.checksum,
        "reason_widget": _reason(reason, errors or []),
        "errors": _summary(errors or []),
        "refused": refused,
    }
    return render(
        request, "studio/life/publication.html", bench_frame(request, bench, **context), status=status
    )


def _refused(request: BuilderRequest, bench: Workbench, why: str, found: list[str]) -> dict[str, object]:
    """Return why a publication was refused. Its tests are played again, as what they found was undone with it."""
    broken = broken_on(version=bench.version, by=agent_named(request.agent.agent_id))
    return {"why": why, "found": [] if broken else [_cut(each) for each in found], "tests": broken}


def _cut(story: str) -> str:
    """Return what was found, its story cut where it gets long: the whole is read step by step on its own page."""
    told = story[:1].upper() + story[1:]
    return told if len(told) <= LONGEST_STORY else told[:LONGEST_STORY].rsplit(". ", 1)[0] + "…"


def _reason(typed: str, errors: list[str]) -> dict[str, object]:
    own = {
        "id": "q-reason",
        "name": "reason",
        "label": _("Pourquoi"),
        "help": _("Une phrase, pour l’historique : ce qui change, qui l’a demandé."),
        "value": typed,
        "rows": 2,
        "errors": errors,
    }
    return {"template": "fields/textarea.html", "context": own}


def _summary(errors: list[str]) -> list[dict[str, str]]:
    return [{"id": "q-reason", "text": text} for text in errors]

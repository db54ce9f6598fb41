"""A message of a workflow filled in: on a fictitious case, or on a real one that the builder may see."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parvis.cases import access
from parvis.cases.services.workflow_values import values_of
from parvis.cases.simulation.stage import fictitious
from parvis.catalogue.workflows.definition import Workflow, compile_workflow
from parvis.common.errors import DomainError, NotFound
from parvis.studio.entrance import BuilderRequest
from parvis.studio.workflow import gate, page
from parvis.studio.workflow.bench import Flow, open_flow


@require_http_methods(["GET", "POST"])
def preview(request: BuilderRequest, body: str, code: str, key: str) -> HttpResponse:
    """Ask on which case a message is read; by POST, show it as it would be. Raises NotFound.

    A fictitious case is written and undone, which no page that is only read may do.
    """
    flow = open_flow(request, body, code, writing=False)
    label = flow.label("templates", key)
    asked = " ".join(request.POST.get("demande", "").split())[:20]
    context: dict[str, Any] = {"label": label, "key": key, "asked": asked, "filled": None, "wrong": ""}
    context["keep_href"] = flow.address(f"templates:{key}")
    if any(one.stops for one in gate.lines(flow.bench)):
        context["wrong"] = _(
            "Le parcours a des points à corriger : le message ne peut pas encore être rempli."
        )
    elif request.method == "POST":
        try:
            context["filled"] = _filled(request, flow, key, asked)
        except DomainError as refusal:
            context["wrong"] = str(refusal) or _("Aucune demande de votre service n’a ce numéro.")
    return page.draw(request, flow, "preview", context, current=f"templates:{key}")


def _filled(request: BuilderRequest, flow: Flow, key: str, asked: str) -> dict[str, str]:
    if asked:
        own = compile_workflow(flow.bench.definition)
        if own is None:
            raise NotFound
        case = access.get_case_by_number(asked)
        if case.version.procedure_id != flow.bench.procedure.pk:
            raise NotFound(
                _("Cette demande est d’une autre démarche : ses réponses ne remplissent pas ce message.")
            )
        return _written(own, key, values_of(case, own))
    version, body = flow.bench.version, flow.bench.body
    with fictitious(version=version, body=body, by=request.agent) as stage, stage.standing():
        return _written(stage.flow, key, values_of(stage.case(), stage.flow))


def _written(flow: Workflow, key: str, values: Any) -> dict[str, str]:
    template = flow.templates[key]
    short = template.short.said(values) if template.short else ""
    return {"subject": template.subject.said(values), "text": template.text(values), "short": short}

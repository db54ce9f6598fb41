"""The screens of the tests of a workflow."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.cases.rehearsal.comparing import AUDIENCES
from parvis.cases.services import recorded_tests
from parvis.cases.test_queries import agent_named, test_of, tests_of
from parvis.catalogue.workflows.definition import workflow_of
from parvis.common.errors import Invalid, NotFound
from parvis.studio.entrance import BuilderRequest
from parvis.studio.proofs.forms import NewTestForm, StepForm
from parvis.studio.proofs.mending import with_ways
from parvis.studio.workbench import Workbench, bench_frame, open_workbench
from parvis.studio.workflow.bench import Flow

NO_WORKFLOW = _("Cette démarche n’a pas de parcours à tester.")


@require_http_methods(["GET", "POST"])
def tests(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Show the tests of a procedure, or keep a new one. Raises NotFound."""
    bench = open_workbench(request, body, code)
    form = NewTestForm(request)
    if form.is_valid():
        given, by = form.cleaned_data, agent_named(request.agent.agent_id)
        try:
            made = recorded_tests.record_test(
                version=bench.version, name=given["nom"], number=given["numero"], by=by
            )
        except Invalid as refusal:
            form.refuse(refusal.errors)
        else:
            messages.success(request, _("Le test « %(name)s » est gardé.") % {"name": made.name})
            return redirect(bench.address("test", made.pk))
    has_workflow = workflow_of(bench.version) is not None
    context = {"form": form, "tests": tests_of(bench.procedure), "has_workflow": has_workflow}
    status = 422 if form.errors else 200
    return render(request, "studio/proofs/tests.html", bench_frame(request, bench, **context), status=status)


@require_POST
def play_every(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Play every test on the version one looks at. Raises NotFound."""
    bench = open_workbench(request, body, code)
    played = recorded_tests.play_all(version=bench.version, by=agent_named(request.agent.agent_id))
    broken = [test.name for test in played if test.failed]
    if broken:
        messages.warning(
            request, _("Ne donnent plus le même résultat : %(names)s.") % {"names": ", ".join(broken)}
        )
    else:
        messages.success(request, _("Tous les tests donnent le résultat attendu."))
    return redirect(bench.address("tests"))


@require_safe
def test(request: BuilderRequest, body: str, code: str, test_id: int) -> HttpResponse:
    """Show a test: what happens, what comes of it, what differs. Raises NotFound."""
    bench = open_workbench(request, body, code)
    return _draw(request, bench, test_id)


@require_POST
def extend(request: BuilderRequest, body: str, code: str, test_id: int) -> HttpResponse:
    """Add a step to a test. Raises NotFound."""
    bench = open_workbench(request, body, code)
    flow = workflow_of(bench.version)
    if flow is None:
        raise NotFound(NO_WORKFLOW)
    form = StepForm(request, flow, test_of(bench.procedure, test_id))
    if not form.is_valid():
        return _draw(request, bench, test_id, form)
    by = agent_named(request.agent.agent_id)
    try:
        recorded_tests.add_step(test_id=test_id, version=bench.version, step=form.step(), by=by)
    except Invalid as refusal:
        form.refuse(refusal.errors)
        return _draw(request, bench, test_id, form)
    return redirect(bench.address("test", test_id) + "#suite")


@require_POST
def change(request: BuilderRequest, body: str, code: str, test_id: int) -> HttpResponse:
    """Play a test, take its last step away, accept what it gives now, or delete it. Raises NotFound."""
    bench = open_workbench(request, body, code)
    test_of(bench.procedure, test_id)
    by = agent_named(request.agent.agent_id)
    match request.POST.get("geste"):
        case "jouer":
            recorded_tests.play_test(test_id=test_id, version=bench.version, by=by)
        case "accepter":
            recorded_tests.accept_course(test_id=test_id, version=bench.version, by=by)
        case "retirer":
            recorded_tests.remove_last_step(test_id=test_id, version=bench.version, by=by)
        case "supprimer":
            recorded_tests.forget_test(procedure=bench.procedure, test_id=test_id)
            messages.success(request, _("Le test est supprimé."))
            return redirect(bench.address("tests"))
    return redirect(bench.address("test", test_id))


def _draw(
    request: BuilderRequest, bench: Workbench, test_id: int, form: StepForm | None = None
) -> HttpResponse:
    one, flow = test_of(bench.procedure, test_id), workflow_of(bench.version)
    if form is None and flow is not None:
        form = StepForm(request, flow, one)
    told = [{**each, "to": AUDIENCES.get(each["to"], each["to"])} for each in one.expected["messages"]]
    found = with_ways(Flow(bench), one.differences or [])
    context = {"test": one, "form": form, "letters": told, "differences": found}
    status = 422 if form and form.is_bound and form.errors else 200
    return render(request, "studio/proofs/test.html", bench_frame(request, bench, **context), status=status)

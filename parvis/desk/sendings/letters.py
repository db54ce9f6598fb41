"""The print room: letters that wait, batches to print again, to mark as posted or to undo."""

from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.cases.access import require
from parvis.cases.services.print_batches import gather_letters, get_batch, mark_posted, release_batch
from parvis.channels import queries as channels
from parvis.common.errors import Invalid, NotFound
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import frame
from parvis.organisations.access import can_receive_for
from parvis.organisations.queries import organisations_by_id

FILES = {"lettres": ("key", "pdf", "application/pdf"), "bordereau": ("manifest", "csv", "text/csv")}
GESTURES = {"poste": mark_posted, "defaire": release_batch}


@require_safe
def show(request: AgentRequest) -> HttpResponse:
    """Show how many letters wait by body, and the latest batches."""
    bodies = {*request.agent.bodies, *request.agent.receives_for}
    waiting = channels.letters_waiting()
    named = organisations_by_id(waiting)
    batches = channels.batches(bodies)
    context = {
        "waiting": [(named[key], number) for key, number in waiting.items() if key in named],
        "batches": batches,
        "drawing": [batch for batch in batches if not (batch.key or batch.trouble)],
        "is_test": channels.only_tries(request.agent.organisation_id),
        "gathers": bodies,
    }
    return render(request, "desk/sendings/letters.html", frame(request, **context))


@require_POST
def gather(request: AgentRequest, organisation_id: int) -> HttpResponse:
    """Gather the letters of a body that wait. Raises NotForThisRole."""
    require(can_receive_for(request.agent, organisation_id))
    try:
        batch = gather_letters(organisation_id=organisation_id, by=request.agent)
    except Invalid:
        messages.info(request, _("Aucune lettre n’attend."))
    else:
        messages.success(request, _("Le lot se prépare : %(count)d plis.") % {"count": batch.letters})
    return redirect("desk:letters")


@require_http_methods(["GET", "HEAD", "POST"])
def opened(request: AgentRequest, batch_id: UUID, what: str) -> HttpResponseBase:
    """Give the PDF or the manifest of a batch; by POST, mark it as posted or undo it. Raises NotFound."""
    if request.method == "POST":
        if what not in GESTURES:
            raise NotFound
        GESTURES[what](batch_id=batch_id)
        messages.success(request, _("Le lot est modifié."))
        return redirect("desk:letters")
    batch = get_batch(batch_id)
    if what not in FILES or not getattr(batch, FILES[what][0]):
        raise NotFound
    column, ending, media_type = FILES[what]
    name = f"lot-{batch.made_at:%Y-%m-%d}.{ending}"
    return FileResponse(default_storage.open(getattr(batch, column)), filename=name, content_type=media_type)

"""The trial as the builder runs it: a link to send, what came back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parvis.common.errors import NotFound
from parvis.studio import queries
from parvis.studio.access import token_of
from parvis.studio.entrance import BuilderRequest
from parvis.studio.models import TrialLink
from parvis.studio.services.trial_links import close_trial_link, make_trial_link
from parvis.studio.workbench import bench_frame, open_writing


@require_http_methods(["GET", "POST"])
def trial(request: BuilderRequest, body: str, code: str) -> HttpResponse:
    """Show the links by which colleagues try the form; by POST, make one or close one. Raises NotFound."""
    bench = open_writing(request, body, code)
    if request.method == "POST":
        closed = request.POST.get("fermer", "")
        if closed:
            _close(request, bench.version.pk, closed)
        else:
            make_trial_link(version_id=bench.version.pk, by=request.agent)
            messages.success(request, _("Le lien est prêt : copiez-le et envoyez-le à vos collègues."))
        return redirect(bench.address("trial"))
    links = [(link, address_of(request, link)) for link in queries.trial_links(bench.version)]
    return render(request, "studio/trial/links.html", bench_frame(request, bench, links=links))


def address_of(request: BuilderRequest, link: TrialLink) -> str:
    """Return the whole address of a link, to be sent by any means."""
    return request.build_absolute_uri(reverse("studio:try", args=[token_of(link)]))


def _close(request: BuilderRequest, version_id: int, link_id: str) -> None:
    try:
        close_trial_link(version_id=version_id, link_id=link_id, by=request.agent)
    except NotFound:
        messages.warning(request, _("Ce lien était déjà fermé."))
    else:
        messages.success(request, _("Le lien est fermé : il n’ouvre plus rien."))

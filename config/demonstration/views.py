"""The two pages of the demonstration: sign in as anyone, read every message."""

from uuid import UUID

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from config.accounts.second_factor import remember_second_factor
from config.demonstration import queries
from config.demonstration.loopback import only_here
from parvis.channels.models import OutboundMessage
from parvis.common import actor, proofs

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@only_here
@never_cache
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show every sample person and agent, each with the button that signs in as them."""
    return render(
        request,
        "demonstration/index.html",
        {"bodies": queries.agents_by_body(), "persons": queries.persons()},
    )


@login_not_required
@only_here
@require_POST
def become_agent(request: HttpRequest, agent_id: int) -> HttpResponse:
    """Sign in as an agent, second factor included, and go to the desk."""
    account = queries.account_of_agent(agent_id)
    if account is None:
        raise Http404
    with actor.signing_in():
        login(request, account, backend=_BACKEND)
    remember_second_factor(request)
    return redirect("/bureau/")


@login_not_required
@only_here
@require_POST
def become_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Sign in as a resident and go to their personal space."""
    if not queries.is_sample(person_id):
        raise Http404
    proofs.sign_in_person(request.session, person_id)
    return redirect("/mon-espace/")


@login_not_required
@only_here
@never_cache
@require_GET
def messages(request: HttpRequest) -> HttpResponse:
    """Show the messages the product would have sent, the newest first."""
    pages: Paginator[OutboundMessage] = Paginator(queries.messages(), 25)
    return render(request, "demonstration/messages.html", {"page": pages.get_page(request.GET.get("page"))})

"""Says who acts, for the database's row security and for the views."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from config.middleware.closed import AGENTS_ONLY
from parvis.common import actor, proofs
from parvis.organisations.sessions import agent_for_account


class ActorMiddleware:
    """Runs each request as the agent or the person who signed in, or as nobody.

    Sets ``request.agent`` (AgentSession or None) and ``request.person_id`` (UUID or None). A person and an agent may
    share a browser: an agent on the desk sees by habilitation only, never by what they proved as a private person.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request in its actor's scope."""
        agent = agent_for_account(request.user.pk) if request.user.is_authenticated else None
        request.agent, request.person_id = agent, proofs.person(request.session)  # type: ignore[attr-defined]
        if agent and request.path.startswith(AGENTS_ONLY):
            who = agent.actor()
        else:
            who = actor.Actor(person=proofs.person(request.session), proved=proofs.proved(request.session))
        with actor.acting_as(who):
            return self.get_response(request)

"""Says who acts, for the database's row security and for the views."""

from collections.abc import Callable
from dataclasses import replace

from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from config.middleware.closed import AGENTS_ONLY
from parvis.common import actor, proofs
from parvis.common.models import Account
from parvis.organisations.access import AgentSession
from parvis.organisations.sessions import agent_for_account
from parvis.people.queries import kept

SIGN_IN = "/compte/"
"""Where agents sign in and look after their account: the sign-in library finds accounts there by their address."""


class ActorMiddleware:
    """Runs each request as the agent or the person who signed in, or as nobody.

    Sets ``request.agent`` (AgentSession or None) and ``request.person_id`` (UUID or None). A person and an agent may
    share a browser: an agent on the desk sees by habilitation only, never by what they proved as a private person.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request in its actor's scope."""
        user, agent = _signed_in(request)
        at_desk = bool(agent and request.path.startswith(AGENTS_ONLY))
        person = proofs.person(request.session)
        if person and not at_desk:
            person = kept(person)  # asked each time: a merge, or its undoing, holds from the next page on
        request.agent, request.person_id = agent, person  # type: ignore[attr-defined]
        resident = actor.Actor(person=person, proved=proofs.proved(request.session))
        who = agent.actor() if agent and at_desk else resident
        account = user.pk if user else None
        with actor.acting_as(replace(who, account=account, signing_in=request.path.startswith(SIGN_IN))):
            return self.get_response(request)


def _signed_in(request: HttpRequest) -> tuple[Account | None, AgentSession | None]:
    """Return the account that the session names, read as its owner, and the agent it belongs to."""
    key = request.session.get(SESSION_KEY, "")
    if not key.isdecimal():
        return None, None
    with actor.acting_as(actor.Actor(account=int(key))), transaction.atomic(savepoint=False):
        user = request.user if isinstance(request.user, Account) else None
        return user, agent_for_account(user.pk) if user else None

"""The door of the desk: agents only. A signed-in account that is no agent's is told so, plainly."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django_htmx.middleware import HtmxDetails

from parvis.common.errors import NotAllowed
from parvis.common.models import Account
from parvis.organisations.access import AgentSession


class AgentRequest(HttpRequest):
    """A request of the desk: the middleware of the actor has found who acts."""

    agent: AgentSession
    user: Account | AnonymousUser
    htmx: HtmxDetails


class NotAnAgent(NotAllowed):
    """The account signed in belongs to no agent in office."""

    code = "not_an_agent"
    message = _(
        "Le bureau est réservé aux agents. Votre compte n’est pas celui d’un agent en fonction. "
        "Si vous devriez y avoir accès, demandez-le à l’administrateur de votre organisme."
    )


def for_agents(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorator of every view of the desk: only an agent in office enters. Raises NotAnAgent."""

    @wraps(view)
    def entered(request: AgentRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.agent is None:
            raise NotAnAgent
        return view(request, *args, **kwargs)

    return entered

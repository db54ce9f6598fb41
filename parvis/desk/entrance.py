"""A request of the desk. The door itself is the composition root's: only an agent in office reaches these views."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from parvis.common.models import Account
from parvis.organisations.access import AgentSession


class AgentRequest(HttpRequest):
    """A request of the desk: the middleware of the actor has found who acts."""

    agent: AgentSession
    user: Account | AnonymousUser
    htmx: HtmxDetails

"""A request of the studio. The composition root lets only an agent in office reach these views."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from parvis.common.models import Account
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Organisation


class BuilderRequest(HttpRequest):
    """A request of an agent who builds; ``organisation`` is the body in whose name the page speaks."""

    agent: AgentSession
    user: Account | AnonymousUser
    htmx: HtmxDetails
    organisation: Organisation

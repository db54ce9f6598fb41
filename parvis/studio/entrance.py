"""A request of the studio. The composition root lets only an agent in office reach these views."""

from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from parvis.catalogue.field_types import PostData
from parvis.common.models import Account
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Organisation


def posted(request: HttpRequest) -> PostData:
    """Return what a page posts, as field types and panels read it."""
    return cast("PostData", request.POST)


class BuilderRequest(HttpRequest):
    """A request of an agent who builds; ``organisation`` is the body in whose name the page speaks."""

    agent: AgentSession
    user: Account | AnonymousUser
    htmx: HtmxDetails
    organisation: Organisation
